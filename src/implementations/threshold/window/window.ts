import { createLog } from "./log.ts";
import { createRing, SUB_BUCKETS } from "./ring.ts";
import type { Tally } from "./tally.ts";

/** At most `limit` admissions in any trailing window of `windowMs` milliseconds. */
export interface WindowPolicy {
  readonly limit: number;
  readonly windowMs: number;
  /** How finely a ring cuts the window, 60 unless told otherwise: its throughput, full, is cuts / (cuts + 1). */
  readonly cuts?: number;
}

/** What a window holds at one moment. Times are epoch milliseconds. */
export interface WindowReading {
  readonly used: number;
  readonly remaining: number;
  /** When `remaining` grows next; undefined if it will not, because it is whole or the limit is 0. */
  readonly nextAt: number | undefined;
}

/** What was counted, and when: all that is needed to take it back. */
export interface Admission {
  readonly at: number;
  readonly cost: number;
}

export type Decision =
  | ({ readonly kind: "allowed" } & Admission & WindowReading)
  | { readonly kind: "refused"; readonly retryAt: number };

/** A window's counts as JSON can carry them. */
export interface SavedWindow {
  readonly latest: number;
  readonly admissions: readonly (readonly [at: number, cost: number])[];
}

export interface Window {
  readonly policy: WindowPolicy;
  /** Admits and counts `cost` (1 unless told otherwise) at `now`, or refuses it and counts nothing. */
  check(now: number, cost?: number): Decision;
  /** When `cost` will fit if nothing else comes: undefined if it fits at `now`, Infinity if it never will. Counts nothing. */
  retryAt(now: number, cost?: number): number | undefined;
  /** Reads the window at `now` and counts nothing. */
  read(now: number): WindowReading;
  /** Takes back what was admitted and not used. The same admission may not be taken back twice. */
  refund(admission: Admission): void;
  /** The same counts under another limit, so that a change of plan forgives nothing. This window is used up by it. */
  withLimit(limit: number): Window;
  save(): SavedWindow;
}

/** Up to this limit every admission is remembered by its time, so that the window is exact. Above, a ring is cheaper. */
export const LOG_LIMIT = 128;

/** The largest count that a slot of the ring can hold. */
const LARGEST_LIMIT = 2 ** 32 - 1;

/** A cut finer than this buys a thousandth, and takes 4 kB. */
const MOST_CUTS = 960;

/** Beyond this, sub-buckets could no longer be told apart by their numbers. */
const LATEST = Number.MAX_SAFE_INTEGER / MOST_CUTS;

/**
 * Makes a window, empty or as it was saved; times passed to it are epoch milliseconds, and a clock that steps back is
 * read as standing still. Throws a RangeError for a limit, a length or a cost that is not a whole number in range.
 */
export function createWindow(policy: WindowPolicy, saved?: SavedWindow): Window {
  const { limit, windowMs, cuts = SUB_BUCKETS } = policy;
  requireWhole("make a window: limit", limit, { least: 0, most: LARGEST_LIMIT });
  requireWhole("make a window: cuts", cuts, { least: 1, most: MOST_CUTS });
  requireWhole("make a window: windowMs", windowMs, { least: cuts, most: Number.MAX_SAFE_INTEGER });
  const tally = limit <= LOG_LIMIT ? createLog(windowMs) : createRing(windowMs, cuts);
  if (saved) restore(tally, saved);
  return windowOver(policy, tally);
}

function restore(tally: Tally, { latest, admissions }: SavedWindow): void {
  tally.moveTo(latest);
  for (const [at, cost] of admissions) tally.add(at, cost);
  tally.moveTo(latest);
}

function windowOver(policy: WindowPolicy, tally: Tally): Window {
  const { limit } = policy;

  // #region admit
  function check(now: number, cost = 1): Decision {
    const at = retryAt(now, cost);
    if (at !== undefined) return { kind: "refused", retryAt: at };
    tally.add(tally.latest, cost);
    return { kind: "allowed", at: tally.latest, cost, ...reading() };
  }

  function retryAt(now: number, cost = 1): number | undefined {
    requireTime(now);
    requireWhole("count: cost", cost, { least: 1, most: LARGEST_LIMIT });
    tally.moveTo(now);
    if (tally.used + cost <= limit) return undefined;
    return tally.dropsTo(limit - cost) ?? Infinity;
  }
  // #endregion admit

  function reading(): WindowReading {
    const { used } = tally;
    const nextAt = used === 0 ? undefined : tally.dropsTo(Math.min(used, limit) - 1);
    return { used, remaining: Math.max(0, limit - used), nextAt };
  }

  function read(now: number): WindowReading {
    requireTime(now);
    tally.moveTo(now);
    return reading();
  }

  function save(): SavedWindow {
    return { latest: tally.latest, admissions: tally.list() };
  }

  return {
    policy,
    check,
    retryAt,
    read,
    refund: ({ at, cost }) => tally.remove(at, cost),
    withLimit: (changed) => createWindow({ ...policy, limit: changed }, save()),
    save,
  };
}

function requireWhole(what: string, value: number, { least, most }: { least: number; most: number }): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`Cannot ${what} is ${value}, must be a whole number from ${least} to ${most}`);
}

function requireTime(now: number): void {
  if (Math.abs(now) <= LATEST) return;
  throw new RangeError(`Cannot read a window: now is ${now}, must be epoch milliseconds`);
}
