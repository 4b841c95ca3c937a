import { seeded } from "../../src/implementations/threshold/lease/arrivals.ts";
import type { Faults } from "../../src/implementations/threshold/lease/network.ts";
import { optimisticBound } from "../../src/implementations/threshold/lease/optimistic.ts";
import { simulateOptimistic } from "../../src/implementations/threshold/lease/optimistic-simulation.ts";
import {
  type Outcome,
  simulateLeases,
  type Trial,
} from "../../src/implementations/threshold/lease/simulation.ts";
import { admittedExactly, mostInAnyWindow } from "../../src/implementations/threshold/window/oracle.ts";
import { type Row, rowOf } from "./rows.ts";
import { type Shape, TRACES } from "./traces.ts";

// One limit that several isolates share, over a network that delays and, where it is told to, loses and repeats.

const LEASE_MS = 1_000;
const REPORT_MS = 100;
/** How much of the limit may be unreported in all isolates together. */
const UNREPORTED = 0.05;

export interface Shared {
  readonly shape: Shape;
  readonly trace: string;
  readonly isolates: number;
  readonly seed: number;
}

export function runLeases(group: string, shared: Shared, faults: Faults): Row {
  const { trial, exactly } = prepare(shared, faults);
  return rowFor(group, {
    shared,
    asked: trial.arrivals.length,
    exactly,
    outcome: simulateLeases(trial, LEASE_MS),
  });
}

export function runOptimistic(group: string, shared: Shared, faults: Faults): Row {
  const { trial, exactly } = prepare(shared, faults);
  const { limit, windowMs } = shared.shape;
  const unreported = Math.max(1, Math.floor((limit * UNREPORTED) / shared.isolates));
  const outcome = simulateOptimistic(trial, { reportMs: REPORT_MS, most: unreported });
  const deaths = mostInAnyWindow(outcome.deaths, windowMs);
  const bound = optimisticBound({ limit, isolates: shared.isolates, unreported, deaths }) / limit;
  const row = rowFor(group, { shared, asked: trial.arrivals.length, exactly, outcome });
  return { ...row, bound, ofBound: row.most / bound };
}

function prepare(
  { shape, trace, isolates, seed }: Shared,
  faults: Faults,
): { trial: Trial; exactly: number } {
  const { limit, windowMs } = shape;
  const random = seeded(seed + limit + isolates);
  const arrivals = TRACES[trace]?.(shape, random) ?? [];
  const exactly = admittedExactly(arrivals, { limit, windowMs }).length;
  return { trial: { limit, windowMs, isolates, arrivals, random, faults }, exactly };
}

interface Result {
  readonly shared: Shared;
  readonly asked: number;
  readonly exactly: number;
  readonly outcome: Outcome;
}

function rowFor(group: string, { shared, asked, exactly, outcome }: Result): Row {
  const { shape, trace, isolates } = shared;
  const { admitted, calls } = outcome;
  const row = rowOf({ ...shape, group, trace, requests: asked, admitted, admittedExactly: exactly });
  return { ...row, isolates, callsPer100: (100 * calls) / admitted.length };
}
