import { expect, test } from "vitest";
import { admittedExactly, mostInAnyWindow } from "../window/oracle.ts";
import { poissonArrivals, seeded } from "./arrivals.ts";
import { ALL_FAULTS, type Faults } from "./network.ts";
import { simulateLeases } from "./simulation.ts";

const WINDOW_MS = 60_000;
const LEASE_MS = 1_000;

interface Load {
  readonly limit: number;
  readonly isolates: number;
  readonly load: number;
}

function every(limits: readonly number[]): Load[] {
  return limits.flatMap((limit) =>
    [1, 8, 32].flatMap((isolates) => [0.8, 1, 1.5, 5].map((load) => ({ limit, isolates, load }))),
  );
}

interface Shared {
  readonly limit: number;
  readonly isolates: number;
  readonly faults: Faults;
  readonly isRestless?: boolean;
}

/** What came of leases, beside what an exact log would have made of the same requests. */
function runThrough(arrivals: readonly number[], shared: Shared) {
  const { limit, isolates } = shared;
  const random = seeded(20_261_121 + limit + isolates);
  const trial = { ...shared, windowMs: WINDOW_MS, arrivals, random };
  const { admitted } = simulateLeases(trial, LEASE_MS);
  const exactly = admittedExactly(arrivals, { limit, windowMs: WINDOW_MS });
  return {
    isolates,
    most: mostInAnyWindow(admitted, WINDOW_MS) / limit,
    throughput: admitted.length / exactly.length,
  };
}

/** The same for four minutes and a half of clients who know nothing of each other. */
function run({ limit, isolates, load }: Load, faults: Faults) {
  const traffic = { perWindow: limit * load, windowMs: WINDOW_MS, windows: 4.5 };
  const arrivals = poissonArrivals(traffic, seeded(20_261_121 + limit + isolates));
  return { limit, load, ...runThrough(arrivals, { limit, isolates, faults }) };
}

test("isolates that share a limit never admit more than it in any window", () => {
  const outcomes = every([1_000, 10_000]).map((load) => run(load, {}));

  expect(outcomes.filter(({ most }) => most > 1)).toEqual([]);
  expect(Math.max(...outcomes.map(({ most }) => most))).toBe(1);
});

test("and admit at least 96 % of what an exact log admits", () => {
  const outcomes = every([1_000, 10_000]).map((load) => run(load, {}));

  expect(outcomes.filter(({ throughput }) => throughput < 0.96)).toEqual([]);
});

test("also to who sends all of a window's in one moment, in every window", () => {
  const outcomes = [1, 8, 32].flatMap((isolates) =>
    [0.8, 1, 1.5, 5].map((load) => {
      const pulse = (_: unknown, window: number) =>
        Array.from({ length: 1_000 * load }, () => window * WINDOW_MS + 12_345);
      const arrivals = Array.from({ length: 6 }, pulse).flat();
      return { load, ...runThrough(arrivals, { limit: 1_000, isolates, faults: {} }) };
    }),
  );

  expect(outcomes.filter(({ most, throughput }) => most > 1 || throughput < 0.96)).toEqual([]);
});

test("and who sends it within a second or half a minute, again after a window or a little more", () => {
  const outcomes = [1, 5, 30].flatMap((seconds) =>
    [0, 5_000].flatMap((more) =>
      [1, 8, 32].flatMap((isolates) =>
        [0.8, 1, 1.5, 5].map((load) => {
          const surge = (_: unknown, window: number) =>
            Array.from(
              { length: 1_000 * load },
              (_each, sent) => window * (WINDOW_MS + more) + Math.floor((sent * seconds) / load),
            );
          const arrivals = Array.from({ length: 6 }, surge).flat();
          return { seconds, more, load, ...runThrough(arrivals, { limit: 1_000, isolates, faults: {} }) };
        }),
      ),
    ),
  );

  expect(outcomes.filter(({ most, throughput }) => most > 1 || throughput < 0.96)).toEqual([]);
});

test("nor with deaths, lost, late and repeated returns, wrong clocks and clocks that step back", () => {
  const outcomes = every([1_000, 10_000]).map((load) => run(load, ALL_FAULTS));

  expect(outcomes.filter(({ most }) => most > 1)).toEqual([]);
});

test("nor while the object rests, leaves memory, and loses and gains its leases", () => {
  const random = seeded(20_261_130);
  const outcomes = Array.from({ length: 150 }, (_, trial) => {
    const limit = [1, 3, 129, 400][trial % 4] ?? 1;
    const isolates = [1, 3, 12][trial % 3] ?? 1;
    // Twice the limit within a second, again and again, half a window or a whole one later.
    const starts = Array.from({ length: 8 }, (_start, i) => (i * WINDOW_MS) / (trial % 2 === 0 ? 1 : 2));
    const surge = (start: number) =>
      Array.from({ length: 2 * limit }, () => Math.floor(start + random() * 1_000));
    const arrivals = starts.flatMap(surge).toSorted((a, b) => a - b);
    return { limit, trial, ...runThrough(arrivals, { limit, isolates, faults: {}, isRestless: true }) };
  });

  expect(outcomes.filter(({ most }) => most > 1)).toEqual([]);
  expect(Math.max(...outcomes.map(({ most }) => most))).toBe(1);
});

test("nor with limits that are too small to be leased", () => {
  const outcomes = every([1, 2, 3, 20, 128, 129]).map((load) => run(load, ALL_FAULTS));

  expect(outcomes.filter(({ most }) => most > 1)).toEqual([]);
});

test("a hot key of one isolate costs at most two calls for a hundred admissions", () => {
  const costs = [0.8, 1, 1.5, 5].map((load) => {
    const random = seeded(7);
    const arrivals = poissonArrivals({ perWindow: 10_000 * load, windowMs: WINDOW_MS, windows: 4.5 }, random);
    const trial = { limit: 10_000, windowMs: WINDOW_MS, isolates: 1, arrivals, random };
    const { calls, admitted } = simulateLeases(trial, LEASE_MS);
    return (100 * calls) / admitted.length;
  });

  expect(Math.max(...costs)).toBeLessThanOrEqual(2);
});
