import { expect, test } from "vitest";
import { type Ask, createHolder, type Holder } from "./holder.ts";
import { AHEAD, GRANT, grant, holderOf, NOON, refusal, takeMany } from "./holder.fixture.ts";

test("a request without a token asks, pays with what it gets, and leaves the rest to the next", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  const first = holder.take(NOON);
  const paid = holder.spend(holder.ask(NOON), grant(3, NOON + 5), NOON + 10);

  expect(first).toEqual({ kind: "short" });
  expect(paid).toMatchObject({ kind: "spent", token: { id: `grant at ${NOON + 5}` } });
  expect(takeMany(holder, 5, NOON + 20)).toBe(2);
  expect(holder.take(NOON + 20)).toEqual({ kind: "short" });
});

test("spends until a lease less a margin after it asked, and gives the rest back once", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  holder.take(NOON);
  holder.spend(holder.ask(NOON), grant(10, NOON + 200), NOON + 400);

  expect(holder.take(NOON + 949)).toMatchObject({ kind: "spent" });
  expect(holder.take(NOON + 950)).toEqual({ kind: "short" });
  expect(holder.ask(NOON + 950).request.back).toEqual([
    { id: `grant at ${NOON + 200}`, spent: 1, unspent: 8 },
  ]);
  expect(holder.ask(NOON + 951).request.back).toEqual([]);
});

test("asks for as many as came in the last second", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  for (let at = NOON; at < NOON + 2_000; at += 20) holder.take(at);

  expect(holder.ask(NOON + 2_000).request.want).toBe(50);
  expect(holder.ask(NOON + 9_000).request.want).toBe(1);
});

test("while one ask is under way, the next asks for its own token only, until the first is lost", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  takeMany(holder, 20, NOON);

  expect(holder.ask(NOON).request.want).toBe(20);
  expect(holder.ask(NOON + 999).request.want).toBe(1);
  takeMany(holder, 20, NOON + 1_000);
  expect(holder.ask(NOON + 1_000).request.want).toBe(40);
});

test("after a failed ask the next asks for all, and tells again what was unspent", () => {
  const holder = holderOf(10);
  takeMany(holder, 3, NOON);
  const lost = holder.ask(NOON + 950);
  holder.failed(lost);
  const next = holder.ask(NOON + 960);

  expect(next.request).toEqual(lost.request);
  expect(next.request.back).toEqual([{ id: `grant at ${NOON}`, spent: 3, unspent: 6 }]);
});

test("what arrives after its lease pays for the one that asked, and the rest goes back", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  const late = holder.spend(holder.ask(NOON), grant(5, NOON + 10), NOON + 1_500);

  expect(late).toMatchObject({ kind: "spent" });
  expect(holder.take(NOON + 1_501)).toEqual({ kind: "short" });
  expect(holder.ask(NOON + 1_501).request.back).toEqual([
    { id: `grant at ${NOON + 10}`, spent: 0, unspent: 4 },
  ]);
});

test("a clock that steps back ends every lease and every wait, also those still under way", () => {
  const holder = holderOf(10);
  const underWay = holder.ask(NOON + 500);

  expect(holder.take(NOON + 499)).toEqual({ kind: "short" });
  expect(holder.ask(NOON + 499).request.back).toEqual([{ id: `grant at ${NOON}`, spent: 0, unspent: 9 }]);
  holder.keep(underWay, grant(5, NOON + 500), NOON + 500);
  expect(holder.take(NOON + 501)).toEqual({ kind: "short" });
});

test("brings back what a lease left over, if it is more than a few tokens", () => {
  const [few, many] = [holderOf(5), holderOf(6)];
  const early = many.bringBack(NOON + 949, "another");
  const brought = many.bringBack(NOON + 950, GRANT);

  expect(few.bringBack(NOON + 950, GRANT)).toBeUndefined();
  expect(early).toBeUndefined();
  expect(brought?.request).toEqual({
    want: 0,
    isAwaited: false,
    back: [{ id: `grant at ${NOON}`, spent: 0, unspent: 5 }],
  });
  expect(many.bringBack(NOON + 960, GRANT)).toBeUndefined();
  many.failed(brought!);
  expect(many.ask(NOON + 970).request.back).toEqual(brought?.request.back);
});

test("a lease ends when it is brought back, also by a clock that stepped back and caught up unseen", () => {
  const holder = holderOf(10);
  // A second has passed, and by this clock a tenth of one.
  const brought = holder.bringBack(NOON + 100, GRANT);

  expect(brought?.request.back).toEqual([{ id: GRANT, spent: 0, unspent: 9 }]);
  expect(holder.take(NOON + 110)).toEqual({ kind: "short" });
});

test("keeps all but the first of what a request asked for that does not wait for it", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  holder.keep(holder.ask(NOON), grant(3, NOON), NOON);

  expect(takeMany(holder, 5, NOON + 20)).toBe(2);
  expect(holder.ask(NOON + 30).request.back).toEqual([{ id: GRANT, spent: 2, unspent: 1 }]);
});

test("brings nothing back while it holds tokens, because it will ask again", () => {
  const { holder } = busyHolder();
  holder.keep(holder.askAhead(NOON + 800)!, grant(20, NOON + 805), NOON + 810);

  expect(holder.bringBack(NOON + 1_000, GRANT)).toBeUndefined();
  expect(holder.bringBack(NOON + 1_800, GRANT)?.request.back).toHaveLength(2);
});

test("a token whose request is refused elsewhere is spent by the next, or given back after its lease", () => {
  const holder = holderOf(3);
  const paid = holder.take(NOON);
  const { token } = paid as Extract<typeof paid, { kind: "spent" }>;
  holder.putBack(token, NOON + 10);

  expect(takeMany(holder, 5, NOON + 20)).toBe(2);
  holder.putBack(token, NOON + 2_000);
  expect(holder.ask(NOON + 2_000).request.back).toEqual([{ id: `grant at ${NOON}`, spent: 2, unspent: 1 }]);
});

test("the token that was granted to a request of its own is no other's to spend", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  const paid = holder.spend(holder.ask(NOON), grant(3, NOON), NOON);
  const { token } = paid as Extract<typeof paid, { kind: "spent" }>;
  holder.putBack(token, NOON + 10);

  expect(takeMany(holder, 5, NOON + 20)).toBe(2);
  expect(holder.ask(NOON + 30).request.back).toEqual([{ id: `grant at ${NOON}`, spent: 2, unspent: 1 }]);
});

test("a lease of which nothing is left is told as spent with the next ask", () => {
  const holder = holderOf(3);
  takeMany(holder, 2, NOON + 100);

  expect(holder.ask(NOON + 200).request.back).toEqual([{ id: `grant at ${NOON}`, spent: 2, unspent: 0 }]);
});

test("what is spent of a lease that goes on is told with the next ask, once", () => {
  const holder = holderOf(10);
  takeMany(holder, 4, NOON + 100);
  const asks = [holder.ask(NOON + 200), holder.ask(NOON + 210)];
  takeMany(holder, 2, NOON + 220);

  expect([...asks, holder.ask(NOON + 230)].map(({ request }) => request.back)).toEqual([
    [{ id: GRANT, spent: 4, unspent: 0 }],
    [],
    [{ id: GRANT, spent: 6, unspent: 0 }],
  ]);
});

test("a token that is put back after it was told to be spent is spent by nobody, and given back after its lease", () => {
  const holder = holderOf(10);
  const paid = holder.take(NOON + 100);
  const { token } = paid as Extract<typeof paid, { kind: "spent" }>;
  holder.ask(NOON + 200);
  holder.putBack(token, NOON + 300);

  expect(takeMany(holder, 20, NOON + 400)).toBe(8);
  holder.putBack(token, NOON + 500);
  expect(holder.ask(NOON + 600).request.back).toEqual([{ id: GRANT, spent: 9, unspent: 2 }]);
});

test("who got the last of a window asks again when there is more, and not before", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  holder.take(NOON);
  const last = { ...grant(3, NOON), remaining: 0, full: { retryAt: AHEAD + NOON + 300, isRush: false } };
  holder.spend(holder.ask(NOON), last, NOON);

  expect(takeMany(holder, 5, NOON + 20)).toBe(2);
  expect(holder.take(NOON + 299)).toEqual({ kind: "refused", retryAt: NOON + 300 });
  expect(holder.take(NOON + 300)).toEqual({ kind: "short" });
});

test("one token more put back after the others were told raises what is told", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  const paid = holder.spend(holder.ask(NOON), grant(5, NOON), NOON);
  const { token } = paid as Extract<typeof paid, { kind: "spent" }>;

  expect(holder.ask(NOON + 1_000).request.back).toEqual([{ id: `grant at ${NOON}`, spent: 0, unspent: 4 }]);
  holder.putBack(token, NOON + 1_010);
  expect(holder.ask(NOON + 1_020).request.back).toEqual([{ id: `grant at ${NOON}`, spent: 0, unspent: 5 }]);
});

/** A holder with 20 requests in the last second and the tokens for 30. */
function busyHolder(): { readonly holder: Holder; readonly ask: Ask } {
  const holder = createHolder({ leaseMs: 1_000 });
  takeMany(holder, 20, NOON);
  const ask = holder.ask(NOON);
  holder.spend(ask, grant(31, NOON), NOON);
  return { holder, ask };
}

test("asks ahead when the lease is nearly over, once", () => {
  const { holder } = busyHolder();

  expect(holder.askAhead(NOON + 700)).toBeUndefined();
  expect(holder.askAhead(NOON + 760)?.request.want).toBe(20);
  expect(holder.askAhead(NOON + 770)).toBeUndefined();
});

test("asks ahead when the tokens are nearly spent, and spends the old ones first", () => {
  const { holder } = busyHolder();
  takeMany(holder, 25, NOON + 100);
  const ahead = holder.askAhead(NOON + 100)!;
  holder.keep(ahead, grant(45, NOON + 105), NOON + 110);

  expect(ahead.request.want).toBe(45);
  expect(takeMany(holder, 100, NOON + 120)).toBe(5 + 45);
});

test("asks not ahead where few requests come, or where all was refused", () => {
  const quiet = holderOf(2);
  const { holder } = busyHolder();
  takeMany(holder, 30, NOON + 100);
  holder.spend(holder.ask(NOON + 100), refusal(NOON + 100, 500), NOON + 100);

  expect(quiet.askAhead(NOON + 900)).toBeUndefined();
  expect(holder.askAhead(NOON + 200)).toBeUndefined();
  expect(holder.askAhead(NOON + 600)).toBeDefined();
});

test("stands where it was last told, with the tokens that it holds", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  const before = holder.standing(NOON);
  holder.spend(holder.ask(NOON), grant(4, NOON + 5), NOON + 10);

  expect(before).toBeUndefined();
  expect(holder.standing(NOON + 20)).toEqual({ remaining: 503, nextAt: NOON + 310 });
});
