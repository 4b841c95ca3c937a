import type { Admission, WindowPolicy } from "./window.ts";

/** What windows are held against: slow or large where they are not, and too plain to be wrong. Times come in order. */

/** The most of `times` in any trailing window: how many fit between each and a window before it. */
export function mostInAnyWindow(times: readonly number[], windowMs: number): number {
  let first = 0;
  let most = 0;
  for (const [last, at] of times.entries()) {
    while ((times[first] ?? at) <= at - windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** The times that a log of every admission admits. */
export function admittedExactly(times: readonly number[], { limit, windowMs }: WindowPolicy): number[] {
  const admitted: number[] = [];
  for (const at of times) {
    // Only the admission that is `limit` places back can stand in the way of the next.
    const oldest = admitted[admitted.length - limit] ?? -Infinity;
    if (limit > 0 && oldest <= at - windowMs) admitted.push(at);
  }
  return admitted;
}

/** A window of a list, which remembers every admission and when each leaves. */
export interface Oracle {
  used(now: number): number;
  add(now: number, cost: number): void;
  remove(admission: Admission): void;
}

/** Admissions of one cell leave together, a window after the last of them, and are given back together. */
function createOracle(windowMs: number, cellOf: (at: number) => number): Oracle {
  let held: Admission[] = [];
  const lasts = new Map<number, number>();
  let latest = 0;

  function moveTo(now: number): void {
    latest = Math.max(latest, now);
    held = held.filter(({ at, cost }) => cost > 0 && (lasts.get(cellOf(at)) ?? at) + windowMs > latest);
  }

  function used(now: number): number {
    moveTo(now);
    return held.reduce((sum, { cost }) => sum + cost, 0);
  }

  function add(now: number, cost: number): void {
    moveTo(now);
    held.push({ at: latest, cost });
    lasts.set(cellOf(latest), latest);
  }

  function remove({ at, cost }: Admission): void {
    let left = cost;
    held = held.map((each) => {
      const taken = cellOf(each.at) === cellOf(at) ? Math.min(left, each.cost) : 0;
      left -= taken;
      return { at: each.at, cost: each.cost - taken };
    });
  }

  return { used, add, remove };
}

/** As a log has it: every millisecond leaves alone. */
export function createExactOracle(windowMs: number): Oracle {
  return createOracle(windowMs, (at) => at);
}

/** As a ring has it at the latest: what came in one of its sub-buckets leaves together. */
export function createRingOracle(windowMs: number, cuts: number): Oracle {
  return createOracle(windowMs, (at) => Math.floor((at * cuts) / windowMs));
}
