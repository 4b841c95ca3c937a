import type { WindowPolicy } from "./window.ts";

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
