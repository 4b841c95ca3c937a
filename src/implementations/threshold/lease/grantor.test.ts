import { expect, test } from "vitest";
import { createLeasedWindow } from "../window/window.ts";
import { createGrantor, type GrantAnswer, type GrantRequest } from "./grantor.ts";

const LIMIT = 1_000;

type Asking = Omit<GrantRequest, "isAwaited"> & { readonly isAwaited?: boolean };

/** A grantor with its window. What is asked for is asked ahead unless it says otherwise. */
function newGrantor(limit = LIMIT) {
  const window = createLeasedWindow({ limit, windowMs: 60_000, leaseMs: 1_000 });
  const grantor = createGrantor({ id: "life", leaseMs: 1_000 });
  return {
    window,
    grant: (asked: Asking, now: number) => grantor.grant(window, { isAwaited: false, ...asked }, now),
    takeBack: (back: GrantRequest["back"], now: number) => grantor.takeBack(window, back, now),
  };
}

function granted(answer: GrantAnswer): Extract<GrantAnswer, { kind: "granted" }> {
  expect(answer).toMatchObject({ kind: "granted" });
  return answer as Extract<GrantAnswer, { kind: "granted" }>;
}

test("counts what it grants at once, and says what is left and when there is more", () => {
  const grantor = newGrantor();
  const answer = grantor.grant({ want: 40, back: [] }, 10_000);

  expect(answer).toEqual({
    kind: "granted",
    id: "life:0",
    tokens: 40,
    at: 10_000,
    leaseMs: 1_000,
    remaining: 960,
    full: undefined,
    // After the window and a lease.
    nextAt: 71_000,
  });
});

test("grants at most a twentieth of the limit to one isolate, and the last of it to the last", () => {
  const grantor = newGrantor();
  const first = granted(grantor.grant({ want: 900, back: [] }, 0));
  for (let asked = 1; asked < 19; asked++) grantor.grant({ want: 50, back: [] }, asked * 3_000);
  grantor.grant({ want: 47, back: [] }, 57_000);
  const last = granted(grantor.grant({ want: 50, back: [] }, 60_000));
  const none = grantor.grant({ want: 50, back: [] }, 60_500);

  expect(first.tokens).toBe(50);
  expect(last).toMatchObject({ tokens: 3, remaining: 0, full: { retryAt: 61_000, isRush: false } });
  expect(none).toEqual({ kind: "refused", at: 60_500, retryAt: 61_000, isRush: false });
});

test("lends a fair share at a time in a rush, which is what a lease takes of a limit that is taken evenly", () => {
  const grantor = newGrantor(6_000);
  const ask = (now: number, back: GrantRequest["back"] = []) =>
    granted(grantor.grant({ want: 301, isAwaited: true, back }, now));
  const first = ask(0);
  const [second, third] = [ask(10), ask(20, [{ id: first.id, spent: 299, unspent: 0 }])];
  const later = ask(5_000);

  expect([first, second, third, later].map(({ tokens }) => tokens)).toEqual([301, 1, 100, 301]);
});

test("tells who gets the last when to come again, and whether many may come at once", () => {
  const grantor = newGrantor();
  const ask = (now: number) => grantor.grant({ want: 1, isAwaited: true, back: [] }, now);
  for (let asked = 0; asked < LIMIT - 1; asked++) ask(5_000);

  expect(ask(6_000)).toMatchObject({ tokens: 1, full: { retryAt: 65_000, isRush: true } });
});

test("grants one at a time of a limit too small to share, and nothing of none", () => {
  const grantor = newGrantor(3);

  expect(granted(grantor.grant({ want: 9, back: [] }, 0)).tokens).toBe(1);
  expect(newGrantor(0).grant({ want: 1, back: [] }, 7)).toMatchObject({ kind: "refused", retryAt: Infinity });
});

test("gives back what is unspent once, however often, late or out of order it is told", () => {
  const grantor = newGrantor();
  const { id } = granted(grantor.grant({ want: 40, back: [] }, 0));
  const told = [10, 25, 10, 25, 4].map((unspent) => ({ id, spent: 0, unspent }));
  // This asks for one more than the forty.
  const { remaining: left } = granted(grantor.grant({ want: 1, back: told }, 1_200));

  expect(left).toBe(LIMIT - 40 + 25 - 1);
});

test("but no more than a lease later than there is room for one", () => {
  const grantor = newGrantor();
  grantor.grant({ want: 1, back: [] }, 0);
  for (let asked = 1; asked < LIMIT; asked++) grantor.grant({ want: 1, isAwaited: true, back: [] }, 30_000);

  expect(grantor.grant({ want: 50, back: [] }, 40_000)).toMatchObject({ retryAt: 62_000 });
});

test("takes back without granting", () => {
  const grantor = newGrantor();
  const { id } = granted(grantor.grant({ want: 40, back: [] }, 0));
  grantor.takeBack([{ id, spent: 0, unspent: 15 }], 1_200);
  grantor.takeBack([{ id, spent: 0, unspent: 15 }], 1_300);

  expect(grantor.window.read(1_400).used).toBe(40 - 15);
});

test("never gives back more than was granted, or what it does not know of", () => {
  const grantor = newGrantor();
  const { id } = granted(grantor.grant({ want: 40, back: [] }, 0));
  grantor.grant({ want: 10, back: [] }, 0);
  const back = [
    { id, spent: 0, unspent: 4_000 },
    { id: "life:9", spent: 0, unspent: 5 },
    { id: "another life:0", spent: 0, unspent: 5 },
    { id, spent: 0, unspent: -5 },
    { id, spent: 0, unspent: Number.NaN },
  ];

  expect(granted(grantor.grant({ want: 1, back }, 0)).remaining).toBe(LIMIT - 10 - 1);
});

test("forgets the oldest of many grants, which then stay counted", () => {
  const grantor = newGrantor(10_000);
  const ids = Array.from(
    { length: 1_025 },
    (_, i) => granted(grantor.grant({ want: 2, back: [] }, i * 50)).id,
  );
  const [first, second] = ids.map((id) => [{ id, spent: 0, unspent: 2 }]);
  const before = granted(grantor.grant({ want: 1, back: second! }, 55_000));
  const after = granted(grantor.grant({ want: 1, back: first! }, 55_000));

  expect(before.remaining).toBe(10_000 - 2 * 1_025 + 2 - 1);
  expect(after.remaining).toBe(before.remaining - 1);
});

test("a return after its window has passed changes nothing", () => {
  const grantor = newGrantor();
  const { id } = granted(grantor.grant({ want: 40, back: [] }, 0));
  grantor.grant({ want: 30, back: [] }, 100_000);

  grantor.grant({ want: 1, back: [{ id, spent: 0, unspent: 40 }] }, 100_000);

  expect(grantor.window.read(100_000).used).toBe(31);
});

test("the request that waits is admitted at once, and leaves the window a lease before what is lent with it", () => {
  const grantor = newGrantor();
  const answer = granted(grantor.grant({ want: 40, isAwaited: true, back: [] }, 10_000));
  const used = [69_999, 70_000, 70_999, 71_000].map((now) => grantor.window.read(now).used);

  expect(answer).toMatchObject({ tokens: 40, remaining: 960, nextAt: 70_000 });
  expect(used).toEqual([40, 39, 39, 0]);
});

test("what is told as spent counts for a window from then on, while the rest can still be spent", () => {
  const grantor = newGrantor();
  const { id } = granted(grantor.grant({ want: 40, back: [] }, 0));
  grantor.takeBack([{ id, spent: 20, unspent: 0 }], 300);
  grantor.takeBack([{ id, spent: 10, unspent: 0 }], 400);
  grantor.takeBack([{ id, spent: 30, unspent: 10 }], 500);
  grantor.takeBack([{ id, spent: 30, unspent: 10 }], 700);

  expect([299, 500, 60_299, 60_300, 60_499, 60_500].map((now) => grantor.window.read(now).used)).toEqual([
    30, 30, 30, 10, 10, 0,
  ]);
});

test("what was spent and comes back all the same is taken from what leaves the window first", () => {
  const grantor = newGrantor();
  const { id } = granted(grantor.grant({ want: 41, isAwaited: true, back: [] }, 0));
  for (const [spent, at] of [
    [15, 300],
    [30, 500],
  ] as const)
    grantor.takeBack([{ id, spent, unspent: 0 }], at);
  // Ten of the forty that were lent were never spent, the other six were.
  grantor.takeBack([{ id, spent: 30, unspent: 16 }], 700);

  expect([700, 60_000, 60_300, 60_500].map((now) => grantor.window.read(now).used)).toEqual([25, 25, 15, 0]);
});

test("told after its lease, it counts for no longer than it would have", () => {
  const grantor = newGrantor();
  const { id } = granted(grantor.grant({ want: 40, back: [] }, 0));
  grantor.takeBack([{ id, spent: 0, unspent: 0 }], 5_000);

  expect([60_999, 61_000].map((now) => grantor.window.read(now).used)).toEqual([40, 0]);
});

test("grants of one are remembered apart, and crowd out no lease", () => {
  const grantor = newGrantor(10_000);
  const { id } = granted(grantor.grant({ want: 40, back: [] }, 0));
  for (let asked = 0; asked < 2_000; asked++) grantor.grant({ want: 1, isAwaited: true, back: [] }, 0);
  grantor.takeBack([{ id, spent: 0, unspent: 40 }], 1_200);

  expect(grantor.window.read(1_200).used).toBe(2_000);
});

test("takes back whole tokens only", () => {
  const grantor = newGrantor();
  const { id } = granted(grantor.grant({ want: 40, back: [] }, 0));
  grantor.takeBack([{ id, spent: 0, unspent: 2.5 }], 300);

  expect(grantor.window.read(300).used).toBe(38);
});

test("who wants many is told to come when there are enough to be worth a call", () => {
  const grantor = newGrantor();
  const ask = (want: number, now: number) => grantor.grant({ want, isAwaited: true, back: [] }, now);
  for (let asked = 0; asked < LIMIT; asked++) ask(1, asked < 12 ? 500 : 1_200);

  // A seventy-fifth of the limit is thirteen.
  expect(ask(12, 5_000)).toMatchObject({ kind: "refused", retryAt: 60_500 });
  expect(ask(50, 5_000)).toMatchObject({ kind: "refused", retryAt: 61_200 });
});
