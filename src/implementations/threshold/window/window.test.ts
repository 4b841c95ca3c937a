import fc from "fast-check";
import { expect, test } from "vitest";
import { SUB_BUCKETS } from "./ring.ts";
import { createWindow } from "./window.ts";

const limits = fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 4, max: 60 }));
const windows = fc.oneof(fc.constantFrom(60, 61, 121, 1_000, 60_000), fc.integer({ min: 60, max: 100_000 }));

/** Traffic as fractions of a window: bursts, gaps about a sub-bucket long, pauses, silences of several windows. */
const gaps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.double({ min: 0, max: 0.04, noNaN: true }) },
    { weight: 2, arbitrary: fc.double({ min: 0.9, max: 1.1, noNaN: true }) },
    { weight: 1, arbitrary: fc.double({ min: 1, max: 4, noNaN: true }) },
  ),
  { minLength: 1, maxLength: 300 },
);

interface Trace {
  readonly limit: number;
  readonly windowMs: number;
  readonly times: readonly number[];
}

const traces = fc
  .record({ limit: limits, windowMs: windows, gaps })
  .map(({ limit, windowMs, ...made }): Trace => {
    let now = 0;
    return { limit, windowMs, times: made.gaps.map((gap) => (now += Math.round(gap * windowMs))) };
  });

/** Holds a claim for every request of 2,000 traces, the same in each run. */
function always(claim: (trace: Trace) => void): void {
  fc.assert(fc.property(traces, claim), { seed: 20_261_121, numRuns: 2_000 });
}

test("never admits more than the limit in any trailing window, by an exact log", () => {
  always(({ limit, windowMs, times }) => {
    const window = createWindow({ limit, windowMs });
    const admitted = times.filter((at) => window.check(at).kind === "allowed");
    for (let first = 0; first + limit < admitted.length; first++) {
      // One more than the limit never fits between any admission and a window later.
      expect(admitted[first + limit]! - admitted[first]!).toBeGreaterThanOrEqual(windowMs);
    }
  });
});

test("refuses only where an exact log of a window and a sixtieth is full", () => {
  always(({ limit, windowMs, times }) => {
    const window = createWindow({ limit, windowMs });
    const admitted: number[] = [];
    for (const at of times) {
      if (window.check(at).kind === "allowed") {
        admitted.push(at);
        continue;
      }
      const oldest = admitted.at(-limit);
      expect(oldest).toBeGreaterThan(at - (windowMs * (SUB_BUCKETS + 1)) / SUB_BUCKETS);
    }
  });
});

test("a request at retryAt is allowed, and one a millisecond earlier is not", () => {
  always(({ limit, windowMs, times }) => {
    const window = createWindow({ limit, windowMs });
    for (const at of times) {
      const decision = window.check(at);
      if (decision.kind === "allowed") continue;
      expect(decision.retryAt).toBeGreaterThan(at);
      expect(window.check(decision.retryAt - 1).kind).toBe("refused");
      expect(window.check(decision.retryAt).kind).toBe("allowed");
      return;
    }
  });
});

test("reads what check left behind, and forgets it all after one window and a sub-bucket", () => {
  const window = createWindow({ limit: 5, windowMs: 60_000 });
  window.check(10_500);
  window.check(11_500);

  expect(window.read(12_000)).toEqual({ used: 2, remaining: 3, nextAt: 71_000 });
  expect(window.read(71_000)).toEqual({ used: 1, remaining: 4, nextAt: 72_000 });
  expect(window.read(72_000)).toEqual({ used: 0, remaining: 5, nextAt: undefined });
});

test("keeps its counts under another limit, and tells when there is room under that one", () => {
  const window = createWindow({ limit: 10, windowMs: 60_000 });
  for (let second = 0; second < 10; second++) window.check(second * 1_000);

  const lowered = window.withLimit(3);
  const forbidden = window.withLimit(0);

  expect(lowered.read(10_000)).toEqual({ used: 10, remaining: 0, nextAt: 68_000 });
  expect(lowered.check(67_999)).toEqual({ kind: "refused", retryAt: 68_000 });
  expect(lowered.check(68_000).kind).toBe("allowed");
  expect(forbidden.read(69_000)).toMatchObject({ remaining: 0, nextAt: undefined });
  expect(forbidden.check(69_000)).toEqual({ kind: "refused", retryAt: Infinity });
});

test("refuses a limit, a window and a clock that are not numbers it can count with", () => {
  expect(() => createWindow({ limit: -1, windowMs: 60_000 })).toThrow(
    "Cannot make a window: limit is -1, must be a whole number from 0 to 4294967295",
  );
  expect(() => createWindow({ limit: 1, windowMs: 59 })).toThrow("windowMs is 59");
  for (const now of [Number.NaN, Infinity, 1e300]) {
    expect(() => createWindow({ limit: 1, windowMs: 60_000 }).check(now)).toThrow(
      `Cannot read a window: now is ${now}, must be epoch milliseconds`,
    );
  }
});

test("reads a clock before the epoch as standing at it", () => {
  const window = createWindow({ limit: 1, windowMs: 60_000 });

  expect(window.check(-5_000)).toMatchObject({ kind: "allowed", nextAt: 61_000 });
  expect(window.check(0)).toEqual({ kind: "refused", retryAt: 61_000 });
});
