import fc from "fast-check";
import { expect, test } from "vitest";
import { createRefusals } from "./refusals.ts";

const NOON = 1_800_000_000_000;

test("a refusal holds until its time, and for a minute at the most", () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: -10, max: 200_000 }), fc.constant(Infinity)), (waitMs) => {
      const refusals = createRefusals<string>({ most: 1 });
      refusals.remember("ada", "full", { now: NOON, until: NOON + waitMs });

      const end = NOON + Math.min(waitMs, 60_000);
      expect(refusals.find("ada", end - 1)).toBe(waitMs > 0 ? "full" : undefined);
      expect(refusals.find("ada", end)).toBeUndefined();
    }),
    { seed: 20_261_121 },
  );
});

test("never remembers more keys than it may: the one remembered longest ago makes room", () => {
  const refusals = createRefusals<number>({ most: 3 });
  for (const key of [0, 1, 2, 0, 3]) refusals.remember(`key ${key}`, key, { now: NOON, until: NOON + 1_000 });

  expect([0, 1, 2, 3].map((key) => refusals.find(`key ${key}`, NOON))).toEqual([0, undefined, 2, 3]);
});

test("a clock set back ends a refusal rather than prolonging it", () => {
  const refusals = createRefusals<string>({ most: 3 });
  refusals.remember("ada", "full", { now: NOON, until: NOON + 1_000 });

  expect(refusals.find("ada", NOON - 1)).toBeUndefined();
  expect(refusals.find("ada", NOON)).toBeUndefined();
});

test("what is forgotten by name is asked anew", () => {
  const refusals = createRefusals<string>({ most: 3 });
  refusals.remember("ada", "full", { now: NOON, until: NOON + 1_000 });
  refusals.forget("ada");

  expect(refusals.find("ada", NOON)).toBeUndefined();
});
