import { expect, test } from "vitest";
import { createWindow } from "../window/window.ts";
import { mostInAnyWindow } from "../window/oracle.ts";
import { poissonArrivals, seeded } from "./arrivals.ts";
import { ALL_FAULTS, type Faults } from "./network.ts";
import { createReports, optimisticBound, reportedPolicy, type Reports } from "./optimistic.ts";
import { simulateOptimistic } from "./optimistic-simulation.ts";
import { createReporter } from "./reporter.ts";

const WINDOW_MS = 60_000;
const NOON = 43_200_000;

function newReports(limit: number): Reports {
  const window = createWindow(reportedPolicy({ limit, windowMs: WINDOW_MS }));
  return createReports({ limit, windowAt: () => window });
}

test("counts a report that is larger than what is left, and has room again when all that has left", () => {
  const reports = newReports(100);
  reports.record({ from: "a", upTo: 60, count: 60 }, 0);
  const full = reports.record({ from: "b", upTo: 90, count: 90 }, 30_000);
  const still = reports.record({ from: "b", upTo: 90, count: 0 }, 60_000);
  const free = reports.record({ from: "b", upTo: 90, count: 0 }, 90_000);

  expect(full).toMatchObject({ at: 30_000, remaining: 0, retryAt: 60_000 });
  expect(still).toMatchObject({ remaining: 10, retryAt: undefined, nextAt: 90_000 });
  expect(free).toMatchObject({ remaining: 100, retryAt: undefined, nextAt: undefined });
});

test("counts a report once that comes twice, late or after one that includes it", () => {
  const reports = newReports(100);
  reports.record({ from: "a", upTo: 20, count: 20 }, 0);
  reports.record({ from: "a", upTo: 10, count: 10 }, 1);
  reports.record({ from: "a", upTo: 20, count: 20 }, 2);
  const all = reports.record({ from: "a", upTo: 35, count: 25 }, 3);

  expect(all.remaining).toBe(65);
});

test("a limit of nothing has no room, ever", () => {
  expect(newReports(0).record({ from: "a", upTo: 0, count: 0 }, 5)).toMatchObject({
    remaining: 0,
    retryAt: Infinity,
  });
});

test("gives later answers a larger order, though the clock steps back", () => {
  const reports = newReports(10);
  const first = reports.record({ from: "a", upTo: 1, count: 1 }, NOON);
  const second = reports.record({ from: "a", upTo: 2, count: 1 }, NOON - 1_000);

  expect(second.order).toBeGreaterThan(first.order);
});

test("an isolate admits before it knows anything, and is unsure when too much is unreported", () => {
  const reporter = createReporter({ id: "a", reportMs: 100, most: 2 });
  const outcomes = [reporter.take(NOON), reporter.take(NOON), reporter.take(NOON)];
  const report = reporter.report(NOON);
  reporter.told(report, newReports(10).record(report, NOON), NOON + 5);

  expect(outcomes.map(({ kind }) => kind)).toEqual(["admitted", "admitted", "unsure"]);
  expect(report).toEqual({ from: "a", upTo: 2, count: 2 });
  expect(reporter.take(NOON + 5)).toEqual({ kind: "admitted" });
});

test("reports after a while, or when half of what may be unreported is used", () => {
  const reporter = createReporter({ id: "a", reportMs: 100, most: 6 });
  reporter.take(NOON);
  const due = [reporter.isDue(NOON + 99), reporter.isDue(NOON + 100)];
  reporter.report(NOON + 100);
  reporter.take(NOON + 101);
  reporter.take(NOON + 101);
  const second = reporter.isDue(NOON + 101);
  reporter.take(NOON + 101);

  expect(due).toEqual([false, true]);
  expect(second).toBe(false);
  expect(reporter.isDue(NOON + 101)).toBe(true);
});

test("a report that failed is told again with the next", () => {
  const reporter = createReporter({ id: "a", reportMs: 100, most: 6 });
  reporter.take(NOON);
  reporter.failed(reporter.report(NOON + 100));

  expect(reporter.isDue(NOON + 100)).toBe(true);
  expect(reporter.report(NOON + 101)).toEqual({ from: "a", upTo: 1, count: 1 });
});

test("an isolate that was told of a full window waits, then asks before it admits", () => {
  const reports = newReports(1);
  const reporter = createReporter({ id: "a", reportMs: 100, most: 6 });
  reporter.take(NOON);
  const report = reporter.report(NOON);
  reporter.told(report, reports.record(report, NOON), NOON + 10);

  expect(reporter.take(NOON + 60_009)).toEqual({ kind: "refused", retryAt: NOON + 60_010 });
  expect(reporter.take(NOON + 60_010)).toEqual({ kind: "unsure" });
});

test("an older answer that comes late does not undo what a newer one said", () => {
  const reporter = createReporter({ id: "a", reportMs: 100, most: 6 });
  reporter.take(NOON);
  const [older, newer] = [reporter.report(NOON), reporter.report(NOON)];
  const answer = { at: NOON, nextAt: undefined };
  reporter.told(newer, { ...answer, order: 2, remaining: 0, retryAt: NOON + 500 }, NOON);
  reporter.told(older, { ...answer, order: 1, remaining: 9, retryAt: undefined }, NOON);

  expect(reporter.take(NOON + 1)).toEqual({ kind: "refused", retryAt: NOON + 500 });
});

interface Excess {
  readonly most: number;
  readonly bound: number;
}

function run(limit: number, isolates: number, { load, faults }: { load: number; faults: Faults }): Excess {
  const random = seeded(20_261_121 + limit + isolates);
  const arrivals = poissonArrivals({ perWindow: limit * load, windowMs: WINDOW_MS, windows: 4.5 }, random);
  const unreported = Math.max(1, Math.floor((limit * 0.05) / isolates));
  const trial = { limit, windowMs: WINDOW_MS, isolates, arrivals, random, faults };
  const { admitted, deaths } = simulateOptimistic(trial, { reportMs: 100, most: unreported });
  const died = mostInAnyWindow(deaths, WINDOW_MS);
  return {
    most: mostInAnyWindow(admitted, WINDOW_MS),
    bound: optimisticBound({ limit, isolates, unreported, deaths: died }),
  };
}

test("optimistic isolates never admit more than the printed bound in any window, and come near it", () => {
  const outcomes = [100, 1_000, 10_000].flatMap((limit) =>
    [1, 8, 32].flatMap((isolates) =>
      [0.8, 1, 1.5, 5].flatMap((load) =>
        [{}, ALL_FAULTS].map((faults) => run(limit, isolates, { load, faults })),
      ),
    ),
  );

  expect(outcomes.filter(({ most, bound }) => most > bound)).toEqual([]);
  expect(Math.max(...outcomes.map(({ most, bound }) => most / bound))).toBeGreaterThan(0.99);
});
