import { expect, test } from "vitest";
import { compare, type Comparison, UNCOMPARED } from "./compare.ts";
import { layersMet } from "./layers.ts";
import type { Batch } from "./requests.ts";
import { simulate } from "./simulated.ts";

const MINUTE = 60_000;
const READ = { kind: "read", sender: "user", level: 0 } as const;
const ANYONE = { ...READ, sender: "nobody" } as const;

/** The comparison after batches sent at the given times. */
async function after(...sent: readonly (readonly [at: number, batch: Batch])[]): Promise<Comparison> {
  const source = simulate("seedling");
  let comparison = UNCOMPARED;
  for (const [at, batch] of sent) {
    const { answers } = await source.send(batch, at);
    comparison = compare(comparison, answers, layersMet("seedling", batch));
  }
  return comparison;
}

test("fixed windows let twice the limit through where a minute turns, and Threshold once", async () => {
  const batch = { ...ANYONE, count: 200 };

  const { threshold, fixed } = await after([MINUTE - 1_000, batch], [MINUTE, batch]);

  expect([threshold.most, fixed.most]).toEqual([100, 200]);
});

test("within one minute they let the same through", async () => {
  const batch = { ...READ, count: 30 };

  const { threshold, fixed } = await after([0, batch], [1_000, batch], [2_000, batch]);

  expect([threshold.most, fixed.most]).toEqual([60, 60]);
});

test("holds a signed-in request to both limits, and any other to the tenant's", async () => {
  const { fixed } = await after([0, { ...READ, count: 200 }], [1_000, { ...ANYONE, count: 200 }]);

  expect(fixed.most).toBe(100);
});

test("remembers the busiest minute, wherever it started, and counts what has left no more", async () => {
  const batch = { ...ANYONE, count: 60 };

  const { threshold, fixed } = await after(
    [30_000, batch],
    [90_000, batch],
    [119_999, batch],
    [300_000, batch],
  );

  expect([threshold.most, fixed.most]).toEqual([100, 100]);
});

test("starts each window anew at its own full length, and counts each user apart", async () => {
  const note = { ...READ, kind: "note", count: 20 } as const;
  const other = { ...note, sender: "other", count: 10 } as const;
  const turn = 5 * MINUTE;

  const { threshold, fixed } = await after([turn - 1, note], [turn - 1, other], [turn, note], [turn, other]);

  // Of five minutes and of one, they start anew here; the tenant's hour does not, and lets fifty pass.
  expect([threshold.most, fixed.most]).toEqual([30, 50]);
});

test("holds fixed windows to the ceiling that an attack has lowered", async () => {
  const batch = { ...ANYONE, level: 4, count: 30 } as const;

  const { threshold, fixed } = await after([MINUTE - 1_000, batch], [MINUTE, batch]);

  expect([threshold.most, fixed.most]).toEqual([24, 48]);
});

test("puts nothing to either that the ladder bars, though fixed windows have started anew", async () => {
  const batch = { ...READ, count: 61 };
  const violations = [30_000, 90_000, 150_000].map((at) => [at, batch] as const);

  const before = await after(...violations);
  const barred = await after(...violations, [181_000, batch]);

  expect(barred).toEqual(before);
});
