import { expect, test } from "vitest";
import { createCounters } from "./counters.ts";
import type { Claim, Receipt, Verdict } from "./policy.ts";
import { createMemoryWindowStore } from "./window-store.ts";

const NOON = 43_200_000;
const MINUTE = 60_000;

const MINUTELY: Claim = { policy: { name: "requests", limit: 5, windowMs: MINUTE }, key: "ada" };
const DAILY: Claim = { policy: { name: "uploads", limit: 5, windowMs: 1_440 * MINUTE }, key: "ada" };

function receiptOf(verdict: Verdict): Receipt {
  expect(verdict.kind).toBe("allowed");
  return (verdict as Extract<Verdict, { kind: "allowed" }>).receipt;
}

test("a refund gives back what its receipt took from every layer, once", () => {
  const counters = createCounters({ id: "life", store: createMemoryWindowStore() });
  counters.check([MINUTELY, DAILY], NOON);
  const receipt = receiptOf(counters.check([{ ...MINUTELY, cost: 3 }, DAILY], NOON));
  counters.refund(receipt, NOON + 10);
  counters.refund(structuredClone(receipt), NOON + 20);

  expect(counters.read([MINUTELY, DAILY], NOON + 20).map(({ used }) => used)).toEqual([1, 1]);
});

test("a refund after the window has passed takes nothing from those who came since", () => {
  const counters = createCounters({ id: "life" });
  const receipt = receiptOf(counters.check([MINUTELY], NOON));
  counters.check([MINUTELY], NOON + MINUTE);
  counters.refund(receipt, NOON + MINUTE);

  expect(counters.read([MINUTELY], NOON + MINUTE)[0]?.used).toBe(1);
});

test("a receipt of counters that are gone refunds what was kept, and nothing of what was forgotten", () => {
  const store = createMemoryWindowStore();
  const receipt = receiptOf(createCounters({ id: "first", store }).check([MINUTELY, DAILY], NOON));
  const counters = createCounters({ id: "second", store });
  counters.check([MINUTELY, DAILY], NOON);
  counters.refund(receipt, NOON + 1);

  expect(counters.read([MINUTELY, DAILY], NOON + 1).map(({ used }) => used)).toEqual([1, 1]);
});

test("remembers a refund while ten thousand others are made", () => {
  const counters = createCounters({ id: "life" });
  const receipt = receiptOf(counters.check([MINUTELY], NOON));
  counters.refund(receipt, NOON);
  for (let i = 0; i < 9_999; i++) counters.refund({ id: `life:other ${i}`, taken: [] }, NOON);
  counters.check([MINUTELY], NOON);
  counters.refund(receipt, NOON);

  expect(counters.read([MINUTELY], NOON)[0]?.used).toBe(1);
});

test("windows longer than a minute outlive their counters, and the others do not", () => {
  const store = createMemoryWindowStore();
  createCounters({ id: "first", store }).check([MINUTELY, DAILY], NOON);
  const counters = createCounters({ id: "second", store });
  const later = counters.check([MINUTELY, DAILY], NOON + 5);
  counters.refund(receiptOf(later), NOON + 6);

  expect(later.standings.map(({ used }) => used)).toEqual([1, 2]);
  expect(createCounters({ id: "third", store }).read([DAILY], NOON + 7)[0]?.used).toBe(1);
});

test("a refusal writes nothing", () => {
  const memory = createMemoryWindowStore();
  const saved: string[] = [];
  const store = { ...memory, save: (...row: Parameters<typeof memory.save>) => void saved.push(row[0]) };
  const counters = createCounters({ id: "life", store });
  counters.check([DAILY, { ...MINUTELY, cost: 6 }], NOON);
  const afterRefusal = saved.length;
  counters.check([DAILY, MINUTELY], NOON);

  expect(afterRefusal).toBe(0);
  expect(saved).toHaveLength(1);
});

const TRIED: Claim = { policy: { name: "tried", limit: 2, windowMs: MINUTE, isDryRun: true }, key: "ada" };

test("a dry run counts, tells what it would have refused, and refuses nothing", () => {
  const counters = createCounters({ id: "life" });
  const verdicts = [0, 1, 2, 3].map(() => counters.check([TRIED], NOON));

  expect(verdicts.map(({ kind }) => kind)).toEqual(["allowed", "allowed", "allowed", "allowed"]);
  expect(verdicts.map(({ wouldRefuse }) => wouldRefuse)).toEqual([[], [], ["tried"], ["tried"]]);
  expect(counters.read([TRIED], NOON)[0]?.used).toBe(2);
  expect(counters.dryRuns()).toEqual({ tried: 2 });
});

test("a dry run hides no real refusal, and is hidden by none", () => {
  const counters = createCounters({ id: "life" });
  counters.check(
    [
      { ...TRIED, cost: 2 },
      { ...MINUTELY, cost: 5 },
    ],
    NOON,
  );
  const refused = counters.check([TRIED, MINUTELY], NOON + 1);

  expect(refused).toMatchObject({ kind: "refused", violated: ["requests"], wouldRefuse: ["tried"] });
  expect(refused).toMatchObject({ retryAt: NOON + MINUTE });
  expect(counters.dryRuns()).toEqual({ tried: 1 });
});
