import { expect, test } from "vitest";
import { isVisibleTo, shadowDelay } from "./shadow.ts";

test("delays by one to three seconds while the shadow ban lasts, and by nothing before and after", () => {
  expect(shadowDelay(null, 0, () => 0.5)).toBe(0);
  expect(shadowDelay(10_000, 9_999, () => 0)).toBe(1_000);
  expect(shadowDelay(10_000, 9_999, () => 0.999_999)).toBeLessThan(3_000);
  expect(shadowDelay(10_000, 10_000, () => 0.5)).toBe(0);
});

test("what is shadowed is shown to its author alone", () => {
  const shadowed = { authorId: "u-1", isShadowed: true };

  expect(isVisibleTo(shadowed, "u-1")).toBe(true);
  expect(isVisibleTo(shadowed, "u-2")).toBe(false);
  expect(isVisibleTo(shadowed, undefined)).toBe(false);
  expect(isVisibleTo({ ...shadowed, isShadowed: false }, undefined)).toBe(true);
});
