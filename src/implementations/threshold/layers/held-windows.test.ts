import fc from "fast-check";
import { expect, test } from "vitest";
import { mostInAnyWindow } from "../window/oracle.ts";
import { createCounters } from "./counters.ts";
import { createHeldWindows } from "./held-windows.ts";
import type { Claim } from "./policy.ts";
import { createMemoryWindowStore } from "./window-store.ts";

const NOON = 43_200_000;
const MINUTE = 60_000;
const POLICY = { limit: 2, windowMs: MINUTE };

function claimOf(key: string): Claim {
  return { policy: { name: "requests", ...POLICY }, key };
}

test("keys for which there is no room are never admitted more than the limit in any window", () => {
  const requests = fc.array(
    fc.record({
      key: fc.integer({ min: 0, max: 400 }).map((number) => `key ${number % 23} ${number % 7}`),
      gapMs: fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: 30_000, max: 70_000 }) },
      ),
    }),
    { minLength: 50, maxLength: 300 },
  );
  const property = fc.property(requests, (sent) => {
    const counters = createCounters({ id: "life", most: 3 });
    const admitted = new Map<string, number[]>();
    let now = NOON;
    for (const { key, gapMs } of sent) {
      now += gapMs;
      if (counters.check([claimOf(key)], now).kind === "refused") continue;
      admitted.set(key, [...(admitted.get(key) ?? []), now]);
    }
    const most = [...admitted.values()].map((times) => mostInAnyWindow(times, MINUTE));
    expect(Math.max(...most)).toBeLessThanOrEqual(POLICY.limit);
  });
  fc.assert(property, { seed: 20_261_121, numRuns: 300 });
});

test("a key that counted in a shared window stays there while anything counts in it", () => {
  const counters = createCounters({ id: "life", most: 2 });
  for (const key of ["first", "second"]) counters.check([claimOf(key)], NOON);
  counters.check([{ ...claimOf("third"), cost: 2 }], NOON + 30_000);

  // By now the others' own windows are empty, and there would be room for one more.
  expect(counters.check([claimOf("third")], NOON + 70_000).kind).toBe("refused");
  expect(counters.check([claimOf("third")], NOON + 90_000).kind).toBe("allowed");
});

test("makes room by forgetting empty windows, and no others", () => {
  const held = createHeldWindows(2);
  const find = (key: string, now: number) => held.find({ group: "requests", key }, POLICY, now);
  const [first, second] = [find("first", NOON), find("second", NOON)];
  first.check(NOON);
  second.check(NOON + 50_000);
  const third = find("third", NOON + 61_000);

  expect(find("second", NOON + 61_000)).toBe(second);
  expect(find("third", NOON + 61_000)).toBe(third);
  expect(third).not.toBe(first);
  expect(find("first", NOON + 61_000)).not.toBe(first);
});

test("finds a shared window again that was kept while its holder was away", () => {
  const store = createMemoryWindowStore();
  const crowded = createCounters({ id: "first", store, most: 1 });
  for (const key of ["first", "second", "second"]) crowded.check([claimOf(key)], NOON);
  crowded.rest(NOON + 1_000);
  const counters = createCounters({ id: "second", store });

  expect(counters.check([claimOf("second")], NOON + 2_000).kind).toBe("refused");
  expect(counters.check([claimOf("third")], NOON + 2_000).kind).toBe("allowed");
});

test("policies share no windows, so that a flood under one leaves the others alone", () => {
  const counters = createCounters({ id: "life", most: 4 });
  for (let i = 0; i < 1_000; i++) counters.check([claimOf(`flood ${i}`)], NOON);
  const other = { policy: { name: "sign-ins", limit: 2, windowMs: MINUTE }, key: "ada" };

  expect(counters.check([claimOf("ada")], NOON).kind).toBe("refused");
  expect(counters.check([other], NOON).kind).toBe("allowed");
});

test("holds the counts when a policy's limit or length moves", () => {
  const held = createHeldWindows(2);
  const find = (policy: typeof POLICY) => held.find({ group: "requests", key: "ada" }, policy, NOON);
  find(POLICY).check(NOON, 2);

  expect(find({ ...POLICY, limit: 500 }).read(NOON)).toMatchObject({ used: 2, remaining: 498 });
  expect(find({ limit: 500, windowMs: 2 * MINUTE }).read(NOON).used).toBe(2);
  expect(find({ limit: 1, windowMs: 2 * MINUTE }).read(NOON)).toMatchObject({ used: 2, remaining: 0 });
});
