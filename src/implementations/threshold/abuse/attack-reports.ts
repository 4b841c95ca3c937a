import {
  type AttackLevel,
  attackLevelAt,
  type AttackState,
  isDrowning,
  measure,
  NO_ATTACK,
} from "./attack.ts";

/** What was asked for in some time. */
export interface Load {
  readonly requests: number;
  /** How many of them the ceilings of addresses refused. */
  readonly refused: number;
}

/**
 * Counts for an isolate, or sums for a shard of them, says when to report, and knows the level it was told last. Times
 * are epoch milliseconds.
 */
export interface AttackWatch {
  /** Counts a load; returns a report if one is due, which is then the caller's to send. One that is lost is missed, no more. */
  note(load: Load, now: number): Load | undefined;
  /** Takes the answer to a report. */
  learn(level: AttackLevel, now: number): void;
  levelAt(now: number): AttackLevel;
}

/** Where all reports meet, and the level is decided. */
export interface AttackDesk {
  /** Adds a report, and answers with the level that holds. */
  report(load: Load, now: number): AttackLevel;
}

/**
 * A report is due so long after the last. In peace so few requests are not worth a call; they are counted on, since a
 * flood may be spread over very many isolates.
 */
const REPORT_EVERY_MS = 5_000;
const WORTH_A_CALL = 50;
/** So many requests are told of sooner, though not every moment. */
const URGENT = 100;
const URGENT_EVERY_MS = 1_000;
/** What was begun to be counted longer ago than this would keep a flood alive that is over, and is dropped. */
const FRESH_MS = 10_000;
/** Who hears nothing for so long is at peace: there is little to report, or nobody to ask. */
const BELIEVED_MS = 15_000;

/** What is reported is measured so often. */
const INTERVAL_MS = 3_000;

const NOTHING: Load = { requests: 0, refused: 0 };

export function createAttackWatch(): AttackWatch {
  let counted = NOTHING;
  let countedFrom = -Infinity;
  let reportedAt = -Infinity;
  let learned = NO_ATTACK;

  function levelAt(now: number): AttackLevel {
    return now - learned.latest < BELIEVED_MS ? learned.level : 0;
  }

  function isDue(now: number): boolean {
    // A clock set back is no reason to fall silent.
    const sinceMs = Math.abs(now - reportedAt);
    if (counted.requests >= URGENT) return sinceMs >= URGENT_EVERY_MS;
    return sinceMs >= REPORT_EVERY_MS && (counted.requests >= WORTH_A_CALL || learned.level > 0);
  }

  function note(load: Load, now: number): Load | undefined {
    const isStale = learned.level > 0 && Math.abs(now - countedFrom) > FRESH_MS;
    if (counted === NOTHING || isStale) [counted, countedFrom] = [NOTHING, now];
    counted = sum(counted, load);
    if (!isDue(now)) return undefined;
    const report = counted;
    [counted, reportedAt] = [NOTHING, now];
    return report;
  }

  function learn(level: AttackLevel, now: number): void {
    learned = { ...NO_ATTACK, level, latest: now };
  }

  return { note, learn, levelAt };
}

/** Makes a desk for isolates that together can serve `perSecond` requests a second. */
export function createAttackDesk({ perSecond }: { readonly perSecond: number }): AttackDesk {
  let attack: AttackState = NO_ATTACK;
  let counted = NOTHING;
  let begunAt = -Infinity;

  // #region desk
  function report(load: Load, now: number): AttackLevel {
    const elapsedMs = now - begunAt;
    if (elapsedMs < 0 || elapsedMs > FRESH_MS) begin(now);
    counted = sum(counted, load);

    const measurement = { ...counted, capacity: (perSecond * Math.max(INTERVAL_MS, now - begunAt)) / 1_000 };
    // A flood that no interval has room for is known before the interval is over.
    if (now - begunAt >= INTERVAL_MS || isDrowning(measurement)) {
      attack = measure(attack, measurement, now);
      begin(now);
    }
    return attackLevelAt(attack, now);
  }
  // #endregion desk

  function begin(now: number): void {
    counted = NOTHING;
    begunAt = now;
  }

  return { report };
}

function sum(a: Load, b: Load): Load {
  return { requests: a.requests + b.requests, refused: a.refused + b.refused };
}
