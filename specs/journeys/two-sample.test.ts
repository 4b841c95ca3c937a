import { expect, test } from "vitest";
import { ksDistance, ksPValue } from "./two-sample.ts";

/** mulberry32, by Tommy Ettinger. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function sample(size: number, of: () => number): number[] {
  return Array.from({ length: size }, of);
}

/** Evenly spread values from `from` to one above it. */
function line(size: number, from: number): number[] {
  return Array.from({ length: size }, (_, i) => i / size + from);
}

// The exact values are what `scipy.stats.ks_2samp(a, b, method="exact")` of SciPy 1.17.1 gives.
test.each([
  [100, 80, 0.2, 0.21, 0.034291],
  [100, 80, 0.1, 0.11, 0.616825],
  [2_000, 2_000, 0.04, 0.0405, 0.075209],
  [200, 150, 0.05, 0.055, 0.946696],
] as const)(
  "%i values against %i shifted by %d: the distance, and about the p-value, that SciPy finds",
  (...row) => {
    const [left, right, shift, distance, pValue] = row;
    const [a, b] = [line(left, 0), line(right, shift)];

    expect(ksDistance(a, b)).toBeCloseTo(distance, 6);
    expect(Math.abs(ksPValue(a, b) - pValue)).toBeLessThan(0.02);
  },
);

test("calls one distribution two in about one case of twenty at 0.05", () => {
  const random = randomFrom(20_261_121);
  const pValues = sample(1_000, () => ksPValue(sample(200, random), sample(200, random)));

  const rejected = pValues.filter((p) => p < 0.05).length;
  expect(rejected).toBeGreaterThan(25);
  expect(rejected).toBeLessThan(65);
});

test("tells a shift of a twentieth in 2,000 pairs", () => {
  const random = randomFrom(7);
  expect(
    ksPValue(
      sample(2_000, random),
      sample(2_000, () => random() + 0.05),
    ),
  ).toBeLessThan(0.05);
});

test("the same sample twice, ties and all, is one distribution", () => {
  const coarse = sample(500, () => 3);
  expect(ksPValue(coarse, coarse)).toBe(1);
});

test("refuses samples that are too small", () => {
  expect(() =>
    ksPValue(
      [1, 2, 3],
      sample(100, () => 1),
    ),
  ).toThrow(RangeError);
});
