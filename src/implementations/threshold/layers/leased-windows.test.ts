import { expect, test } from "vitest";
import { createCounters } from "./counters.ts";
import { createMemoryWindowStore } from "./window-store.ts";

const LEASED = { name: "requests", limit: 1_000, windowMs: 60_000, leaseMs: 1_000 };
const UNLEASED = { name: "requests", limit: 500, windowMs: 60_000 };

test("a plan that loses its leases counts their tokens until the last of them has left", () => {
  const counters = createCounters({ id: "test" });
  const window = counters.leasedWindowOf({ policy: LEASED, key: "t" }, 0);
  window?.grant(0, { admitted: 0, lent: 1_000 }); // Spent up to a second later.
  counters.check([{ policy: UNLEASED, key: "t" }], 941);

  expect(counters.check([{ policy: UNLEASED, key: "t" }], 60_100).kind).toBe("refused");
  expect(counters.check([{ policy: UNLEASED, key: "t" }], 61_600).kind).toBe("allowed");
  expect(counters.windowOf({ policy: UNLEASED, key: "t" }, 200_000).policy.windowMs).toBe(60_000);
});

test("and what it admitted at once until the window is over", () => {
  const counters = createCounters({ id: "test" });
  for (let i = 0; i < 500; i++) counters.check([{ policy: LEASED, key: "t" }], 0);
  counters.check([{ policy: UNLEASED, key: "t" }], 941);

  expect(counters.check([{ policy: UNLEASED, key: "t" }], 59_999).kind).toBe("refused");
  expect(counters.check([{ policy: UNLEASED, key: "t" }], 60_000).kind).toBe("allowed");
});

test("a policy without leases has no window that lends, and neither has one that is kept with each admission", () => {
  const counters = createCounters({ id: "test", store: createMemoryWindowStore() });
  const hourly = { ...LEASED, name: "hourly", windowMs: 3_600_000 };

  expect(counters.leasedWindowOf({ policy: LEASED, key: "t" }, 0)).toBeDefined();
  expect(counters.leasedWindowOf({ policy: UNLEASED, key: "u" }, 0)).toBeUndefined();
  expect(counters.leasedWindowOf({ policy: hourly, key: "t" }, 0)).toBeUndefined();
});

test("what was lent before its object left memory counts as it was lent, whatever the plan is by then", () => {
  const store = createMemoryWindowStore();
  const before = createCounters({ id: "before", store });
  before.leasedWindowOf({ policy: LEASED, key: "t" }, 0)?.grant(0, { admitted: 1, lent: 499 });
  before.rest(500);
  const after = createCounters({ id: "after", store });
  const used = [60_000, 60_999, 61_000].map(
    (now) => after.read([{ policy: UNLEASED, key: "t" }], now)[0]?.used,
  );

  expect(used).toEqual([499, 499, 0]);
  expect(after.leasedWindowOf({ policy: UNLEASED, key: "t" }, 62_000)).toBeUndefined();
});

test("what a plan without leases admitted is given back, and leaves, as if it had none since", () => {
  const counters = createCounters({ id: "test" });
  const [first] = [0, 100].map((now) => counters.check([{ policy: UNLEASED, key: "t" }], now));
  counters.read([{ policy: LEASED, key: "t" }], 200);
  if (first?.kind === "allowed") counters.refund(first.receipt, 300);
  const used = [300, 60_099, 60_100].map(
    (now) => counters.read([{ policy: LEASED, key: "t" }], now)[0]?.used,
  );

  expect(used).toEqual([1, 1, 0]);
});

test("what rests is found again by counters with the same store, and what is empty is not kept", () => {
  const store = createMemoryWindowStore();
  const before = createCounters({ id: "before", store });
  const [used, empty] = ["used", "empty"].map((key) => ({ policy: UNLEASED, key }));
  for (let i = 0; i < 500; i++) before.check([used!], 0);
  before.read([empty!], 0);
  before.rest(1_000);

  const after = createCounters({ id: "after", store });

  expect(after.check([used!], 2_000)).toMatchObject({ kind: "refused", violated: ["requests"] });
  expect(store.load("8:requestsempty")).toBeUndefined();
});

test("what has rested and was given back since is not found again", () => {
  const store = createMemoryWindowStore();
  const claim = { policy: UNLEASED, key: "t" };
  const before = createCounters({ id: "before", store });
  const taken = Array.from({ length: 500 }, () => before.check([claim], 0));
  before.rest(1_000);
  for (const verdict of taken) if (verdict.kind === "allowed") before.refund(verdict.receipt, 2_000);
  before.rest(3_000);

  expect(createCounters({ id: "after", store }).read([claim], 4_000)[0]?.used).toBe(0);
});

test("without a store there is nothing to rest in", () => {
  const counters = createCounters({ id: "test" });
  const claim = { policy: UNLEASED, key: "t" };
  counters.check([claim], 0);
  counters.rest(0);

  expect(counters.read([claim], 0)[0]?.used).toBe(1);
});
