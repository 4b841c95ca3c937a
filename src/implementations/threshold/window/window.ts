import { LEASED_CUTS, type LeasedPolicy, LeasedWindow } from "./leased.ts";
import { Lines } from "./lines.ts";
import { Log } from "./log.ts";
import { LARGEST_LIMIT, MOST_CUTS, requireWhole } from "./range.ts";
import { mostInLine, SUB_BUCKETS } from "./ring.ts";

/** At most `limit` admissions in any trailing window of `windowMs` milliseconds. */
export interface WindowPolicy {
  readonly limit: number;
  readonly windowMs: number;
  /** How finely a ring cuts the window, 60 unless told otherwise: full, it counts all but 1 / cuts of the limit truly. */
  readonly cuts?: number;
  /** For how long an isolate may spend what the window has lent it: that counts for so much longer than the window. */
  readonly leaseMs?: number;
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
  /** What may be spent for `leaseMs` from when it was counted, if there is any. */
  readonly lent?: Pick<SavedWindow, "admissions"> & { readonly leaseMs: number };
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
  save(): SavedWindow;
}

/** Up to this limit every admission is remembered by its time, so that the window is exact. Above, a ring is cheaper. */
export const LOG_LIMIT = 128;

/**
 * Makes a window, empty or as it was saved; times passed to it are epoch milliseconds, and a clock that steps back is
 * read as standing still. Throws a RangeError for a limit, a length or a cost that is not a whole number in range.
 */
export function createWindow(policy: WindowPolicy, saved?: SavedWindow): Window {
  requirePolicy(policy);
  // What was lent under another policy is spent all the same, so it counts as it was lent.
  const leaseMs = Math.max(policy.leaseMs ?? 0, saved?.lent?.leaseMs ?? 0);
  if (leaseMs > 0) return createLeasing({ ...policy, leaseMs }, saved);
  const { limit, cuts = SUB_BUCKETS } = policy;
  // What was counted under a larger limit stays in lines, because it may be far more than a log is made for.
  const used = (saved?.admissions ?? []).reduce((sum, [, cost]) => sum + cost, 0);
  if (limit <= LOG_LIMIT && used <= LOG_LIMIT) return new Log(policy, saved);
  return new Lines(policy, { cuts, most: limit <= LOG_LIMIT ? 1 : mostInLine(limit, cuts) }, saved);
}

function requirePolicy({ limit, windowMs, cuts = SUB_BUCKETS, leaseMs = 1 }: WindowPolicy): void {
  requireWhole("make a window: limit", limit, { least: 0, most: LARGEST_LIMIT });
  requireWhole("make a window: cuts", cuts, { least: 1, most: MOST_CUTS });
  requireWhole("make a window: windowMs", windowMs, { least: cuts, most: Number.MAX_SAFE_INTEGER });
  requireWhole("make a window: leaseMs", leaseMs, { least: 1, most: windowMs });
}

/** The same for a policy with leases. */
export function createLeasedWindow(policy: LeasedPolicy): LeasedWindow {
  requirePolicy(policy);
  return createLeasing(policy);
}

function createLeasing(policy: LeasedPolicy, saved?: SavedWindow): LeasedWindow {
  const { limit, windowMs, leaseMs, cuts = LEASED_CUTS } = policy;
  const { latest = 0, admissions = [], lent } = saved ?? {};
  return new LeasedWindow(
    policy,
    createWindow({ limit, windowMs, cuts }, { latest, admissions }),
    createWindow(
      { limit, windowMs: windowMs + leaseMs, cuts },
      { latest, admissions: lent?.admissions ?? [] },
    ),
  );
}

/** The same counts under another limit, so that a change of plan forgives nothing. The window is used up by it. */
export function withLimit(window: Window, limit: number): Window {
  return createWindow({ ...window.policy, limit }, window.save());
}
