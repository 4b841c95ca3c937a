import { expect, test } from "vitest";
import { compare, type Comparison, UNCOMPARED } from "./compare.ts";
import type { Batch } from "./model.ts";
import { simulate } from "./simulated.ts";

const MINUTE = 60_000;
const LIMITS = { user: 60, requests: 100 };

/** The comparison after batches sent at the given times. */
async function after(...sent: readonly (readonly [at: number, batch: Batch])[]): Promise<Comparison> {
  const source = simulate("seedling");
  let comparison = UNCOMPARED;
  for (const [at, batch] of sent) {
    const { answers } = await source.send(batch, at);
    comparison = compare(comparison, answers, LIMITS);
  }
  return comparison;
}

test("fixed windows let twice the limit through where a minute turns, and Threshold once", async () => {
  const batch = { count: 200, isSignedIn: false };

  const { threshold, fixed } = await after([MINUTE - 1_000, batch], [MINUTE, batch]);

  expect([threshold.most, fixed.most]).toEqual([100, 200]);
});

test("within one minute they let the same through", async () => {
  const batch = { count: 30, isSignedIn: true };

  const { threshold, fixed } = await after([0, batch], [1_000, batch], [2_000, batch]);

  expect([threshold.most, fixed.most]).toEqual([60, 60]);
});

test("holds a signed-in request to both limits, and any other to the tenant's", async () => {
  const { fixed } = await after(
    [0, { count: 200, isSignedIn: true }],
    [1_000, { count: 200, isSignedIn: false }],
  );

  expect(fixed.most).toBe(100);
});

test("remembers the busiest minute, wherever it started, and counts what has left no more", async () => {
  const batch = { count: 60, isSignedIn: false };

  const { threshold, fixed } = await after(
    [30_000, batch],
    [90_000, batch],
    [119_999, batch],
    [300_000, batch],
  );

  expect([threshold.most, fixed.most]).toEqual([100, 100]);
});

test("puts nothing to either that the ladder bars, though fixed windows have started anew", async () => {
  const batch = { count: 61, isSignedIn: true };
  const violations = [30_000, 90_000, 150_000].map((at) => [at, batch] as const);

  const before = await after(...violations);
  const barred = await after(...violations, [181_000, batch]);

  expect(barred).toEqual(before);
});
