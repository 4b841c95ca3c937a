import type { Window, WindowPolicy } from "../window/window.ts";

/**
 * How many requests optimistic isolates can let through in any trailing window. No isolate ever has more than
 * `unreported` admissions that the object has not counted, and `deaths` is how many isolates die in a window.
 *
 * Proof. Take a window that ends at t, and the last time s in it when the object had counted less than the limit in
 * its own window. What it counted until s is at most limit - 1. After s it is full, and tells so to each isolate that
 * reports: that isolate admits nothing more before it has asked again. So what an isolate adds after s it had admitted,
 * or could still admit, before it heard back from its first report: together its unreported, at most `unreported`.
 * There are no more isolates to do so than live at t or died in the window. What was admitted before the window and
 * counted in it only makes the object fuller.
 */
export function optimisticBound({ limit, isolates, unreported, deaths }: OptimisticUse): number {
  return limit + (isolates + deaths) * unreported;
}

export interface OptimisticUse {
  readonly limit: number;
  readonly isolates: number;
  readonly unreported: number;
  readonly deaths: number;
}

/** What an isolate tells of its admissions. The same may be told twice, late or out of order. */
export interface Report {
  /** The isolate, and no other that ever lived. */
  readonly from: string;
  /** How many it has admitted in all. */
  readonly upTo: number;
  /** How many of them it does not know to be counted. */
  readonly count: number;
}

/** What the object answers. Times are epoch milliseconds by its clock. */
export interface ReportAnswer {
  readonly at: number;
  /** Larger in each later answer, even if the clock stands still or steps back. */
  readonly order: number;
  readonly remaining: number;
  /** When there will be room, if there is none. Infinity where that is never. */
  readonly retryAt: number | undefined;
  readonly nextAt: number | undefined;
}

/** The object's side: counts whatever is reported, were it beyond the limit, because it has happened. */
export interface Reports {
  record(report: Report, now: number): ReportAnswer;
}

export interface ReportsOptions {
  readonly limit: number;
  /** A window by `reportedPolicy`. */
  readonly windowAt: (now: number) => Window;
}

/** A window that never refuses what is reported: the limit is held against what it counts, not by it. */
const NO_LIMIT = 2 ** 32 - 1;

/** Of how many isolates it is remembered what was counted. What a forgotten one tells twice is counted twice. */
const REMEMBERED = 1_024;

export function reportedPolicy(policy: WindowPolicy): WindowPolicy {
  return { ...policy, limit: NO_LIMIT };
}

export function createReports({ limit, windowAt }: ReportsOptions): Reports {
  const counted = new Map<string, number>();
  let order = 0;

  // #region record
  function record({ from, upTo, count }: Report, now: number): ReportAnswer {
    const window = windowAt(now);
    const known = counted.get(from) ?? upTo - count;
    const fresh = Math.min(count, upTo - known);
    if (fresh > 0) window.check(now, fresh);
    remember(from, Math.max(known, upTo));

    const { used, nextAt } = window.read(now);
    const retryAt = limit === 0 ? Infinity : window.retryAt(now, NO_LIMIT - limit + 1);
    // Made of the time, so that it also grows from one life of the object to the next.
    order = Math.max(order + 1, now * 1_024);
    return { at: now, order, remaining: Math.max(0, limit - used), retryAt, nextAt };
  }
  // #endregion record

  function remember(from: string, upTo: number): void {
    counted.delete(from);
    counted.set(from, upTo);
    if (counted.size > REMEMBERED) counted.delete(counted.keys().next().value ?? from);
  }

  return { record };
}
