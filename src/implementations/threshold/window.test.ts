import fc from "fast-check";
import { expect, test } from "vitest";
import { createWindow } from "./window.ts";

/** The definition that the ring is held against: every admission, remembered exactly. */
function mostInAnyTrailingWindow(admitted: readonly number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  for (let last = 0; last < admitted.length; last++) {
    while (admitted[first]! <= admitted[last]! - windowMs) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const traces = fc.array(fc.integer({ min: 0, max: 2_500 }), { minLength: 1, maxLength: 400 });
const limits = fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 4, max: 200 }));
const windows = fc.constantFrom(60, 1_000, 1_001, 59_999, 60_000);

test("never admits more than the limit in any trailing window", () => {
  fc.assert(
    fc.property(traces, limits, windows, (gaps, limit, windowMs) => {
      const window = createWindow({ limit, windowMs });
      const admitted: number[] = [];
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        if (window.check(now).kind === "allowed") admitted.push(now);
      }
      expect(mostInAnyTrailingWindow(admitted, windowMs)).toBeLessThanOrEqual(limit);
    }),
    { numRuns: 500 },
  );
});

test("a request at retryAt is allowed, and one a millisecond earlier is not", () => {
  fc.assert(
    fc.property(traces, limits, windows, (gaps, limit, windowMs) => {
      const window = createWindow({ limit, windowMs });
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        const decision = window.check(now);
        if (decision.kind === "allowed") continue;
        expect(decision.retryAt).toBeGreaterThan(now);
        expect(window.check(decision.retryAt - 1).kind).toBe("refused");
        expect(window.check(decision.retryAt).kind).toBe("allowed");
        return;
      }
    }),
    { numRuns: 500 },
  );
});

test("reads what check left behind, and forgets it all after one window and a sub-bucket", () => {
  const window = createWindow({ limit: 5, windowMs: 60_000 });
  window.check(10_500);
  window.check(11_500);

  expect(window.read(12_000)).toEqual({ used: 2, remaining: 3, nextAt: 71_000 });
  expect(window.read(71_000)).toEqual({ used: 1, remaining: 4, nextAt: 72_000 });
  expect(window.read(72_000)).toEqual({ used: 0, remaining: 5, nextAt: 72_000 });
});

test("keeps its counts under another limit, and tells when there is room under that one", () => {
  const window = createWindow({ limit: 10, windowMs: 60_000 });
  for (let second = 0; second < 10; second++) window.check(second * 1_000);

  const lowered = window.withLimit(3);

  expect(lowered.read(10_000)).toEqual({ used: 10, remaining: 0, nextAt: 68_000 });
  expect(lowered.check(67_999)).toEqual({ kind: "refused", retryAt: 68_000 });
  expect(lowered.check(68_000).kind).toBe("allowed");
  expect(window.withLimit(0).check(69_000)).toEqual({ kind: "refused", retryAt: Infinity });
});

test("refuses a limit, a window and a clock that are not numbers it can count with", () => {
  expect(() => createWindow({ limit: -1, windowMs: 60_000 })).toThrow(
    "Cannot make a window: limit is -1, must be a whole number from 0 to 4294967295",
  );
  expect(() => createWindow({ limit: 1, windowMs: 59 })).toThrow("windowMs is 59");
  expect(() => createWindow({ limit: 1, windowMs: 60_000 }).check(Number.NaN)).toThrow(
    "Cannot read a window: now is NaN",
  );
});
