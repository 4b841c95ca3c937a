import { Lines } from "./lines.ts";
import { Log } from "./log.ts";
import type { Listed, Memory } from "./memory.ts";
import { mostInLine, SUB_BUCKETS } from "./ring.ts";

/** At most `limit` admissions in any trailing window of `windowMs` milliseconds. */
export interface WindowPolicy {
  readonly limit: number;
  readonly windowMs: number;
  /** How finely a ring cuts the window, 60 unless told otherwise: full, it counts all but 1 / cuts of the limit truly. */
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

/** Above any limit that is one, and far below what could not be counted any more. */
const LARGEST_LIMIT = 2 ** 32 - 1;

/** A cut finer than this buys a thousandth. */
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
  return new RememberingWindow(policy, saved);
}

/** What was counted under a larger limit stays in lines, because it may be far more than a log is made for. */
function remember({ limit, windowMs, cuts = SUB_BUCKETS }: WindowPolicy, listed: Listed = []): Memory {
  const used = listed.reduce((sum, [, cost]) => sum + cost, 0);
  if (limit <= LOG_LIMIT && used <= LOG_LIMIT) return new Log(windowMs, listed);
  return new Lines({ windowMs, cuts, most: limit <= LOG_LIMIT ? 1 : mostInLine(limit, cuts) }, listed);
}

/** A class, because ten thousand windows share its methods. */
class RememberingWindow implements Window {
  readonly policy: WindowPolicy;
  readonly #limit: number;
  readonly #memory: Memory;

  constructor(policy: WindowPolicy, saved?: SavedWindow) {
    this.policy = policy;
    this.#limit = policy.limit;
    this.#memory = remember(policy, saved?.admissions);
    if (saved) this.#memory.moveTo(saved.latest);
  }

  // #region admit
  check(now: number, cost = 1): Decision {
    const held = this.#heldAt(now, cost);
    if (held + cost > this.#limit) return { kind: "refused", retryAt: this.#whenFits(cost) };

    const at = this.#memory.add(cost);
    const used = held + cost;
    const nextAt = this.#memory.dropsTo(used - 1);
    return { kind: "allowed", at, cost, used, remaining: this.#limit - used, nextAt };
  }

  #heldAt(now: number, cost: number): number {
    requireTime(now);
    requireCost(cost);
    return this.#memory.moveTo(now);
  }

  #whenFits(cost: number): number {
    return this.#memory.dropsTo(this.#limit - cost) ?? Infinity;
  }
  // #endregion admit

  retryAt(now: number, cost = 1): number | undefined {
    return this.#heldAt(now, cost) + cost > this.#limit ? this.#whenFits(cost) : undefined;
  }

  read(now: number): WindowReading {
    requireTime(now);
    const used = this.#memory.moveTo(now);
    const nextAt = used === 0 ? undefined : this.#memory.dropsTo(Math.min(used, this.#limit) - 1);
    return { used, remaining: Math.max(0, this.#limit - used), nextAt };
  }

  refund({ at, cost }: Admission): void {
    this.#memory.remove(at, cost);
  }

  withLimit(limit: number): Window {
    return createWindow({ ...this.policy, limit }, this.save());
  }

  save(): SavedWindow {
    return { latest: this.#memory.latest, admissions: this.#memory.list() };
  }
}

function requireCost(cost: number): void {
  if (cost === 1) return;
  requireWhole("count: cost", cost, { least: 1, most: LARGEST_LIMIT });
}

function requireWhole(what: string, value: number, { least, most }: { least: number; most: number }): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`Cannot ${what} is ${value}, must be a whole number from ${least} to ${most}`);
}

function requireTime(now: number): void {
  if (Math.abs(now) <= LATEST) return;
  throw new RangeError(`Cannot read a window: now is ${now}, must be epoch milliseconds`);
}
