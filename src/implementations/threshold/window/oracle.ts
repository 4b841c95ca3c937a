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

/** A window of a list and a rule, which remembers every admission. Admissions that leave together come back together. */
export interface Oracle {
  used(now: number): number;
  add(now: number, cost: number): void;
  remove(admission: Admission): void;
}

/** `cellOf` tells which admissions leave together, and `hasLeft` when. */
export function createOracle(rule: OracleRule): Oracle {
  let held: Admission[] = [];
  let latest = 0;

  function moveTo(now: number): void {
    latest = Math.max(latest, now);
    held = held.filter(({ at, cost }) => cost > 0 && !rule.hasLeft(at, latest));
  }

  function used(now: number): number {
    moveTo(now);
    return held.reduce((sum, { cost }) => sum + cost, 0);
  }

  function add(now: number, cost: number): void {
    moveTo(now);
    held.push({ at: latest, cost });
  }

  function remove({ at, cost }: Admission): void {
    let left = cost;
    held = held.map((each) => {
      const taken = rule.cellOf(each.at) === rule.cellOf(at) ? Math.min(left, each.cost) : 0;
      left -= taken;
      return { at: each.at, cost: each.cost - taken };
    });
  }

  return { used, add, remove };
}

export interface OracleRule {
  cellOf(at: number): number;
  hasLeft(at: number, now: number): boolean;
}

/** As a log has it: each millisecond leaves alone, a window later. */
export function exactRule(windowMs: number): OracleRule {
  return { cellOf: (at) => at, hasLeft: (at, now) => at + windowMs <= now };
}

/** As a ring has it: a sub-bucket leaves when its last instant is a window old. */
export function ringRule(windowMs: number, cuts: number): OracleRule {
  const cellOf = (at: number): number => Math.floor((at * cuts) / windowMs);
  return { cellOf, hasLeft: (at, now) => cellOf(at) + cuts < cellOf(now) };
}
