import { expect, test } from "vitest";
import { createHolder } from "./holder.ts";
import { grant, holderOf, NOON, refusal } from "./holder.fixture.ts";

test("a refusal answers until its time without an ask, whatever the clocks say", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  holder.take(NOON);
  const refused = holder.spend(holder.ask(NOON), refusal(NOON + 5, 400), NOON + 10);

  expect(refused).toEqual({ kind: "refused", retryAt: NOON + 410 });
  expect(holder.take(NOON + 409)).toEqual({ kind: "refused", retryAt: NOON + 410 });
  expect(holder.take(NOON + 410)).toEqual({ kind: "short" });
});

test("while room is near, one ask at a time finds it, and the others are refused until it is answered", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  holder.spend(holder.ask(NOON), refusal(NOON, 400), NOON);
  const probe = holder.ask(NOON + 400);

  expect(holder.take(NOON + 410)).toEqual({ kind: "refused", retryAt: NOON + 1_410 });
  holder.spend(probe, grant(2, NOON + 410), NOON + 420);
  expect(holder.take(NOON + 421)).toMatchObject({ kind: "spent" });
});

test("while room is far away, everyone asks in time to be there when it comes, and is told no earlier than it", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  holder.spend(holder.ask(NOON), refusal(NOON + 30, 59_970), NOON + 60);

  expect(holder.take(NOON + 59_919)).toEqual({ kind: "refused", retryAt: NOON + 60_030 });
  expect(holder.take(NOON + 59_920)).toEqual({ kind: "short" });
  holder.ask(NOON + 59_920);
  expect(holder.take(NOON + 59_921)).toEqual({ kind: "short" });
});

test("a request that was refused takes a token that another has brought meanwhile", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  const [all, own] = [holder.ask(NOON), holder.ask(NOON)];
  holder.spend(all, grant(2, NOON), NOON + 10);

  expect(holder.spend(own, refusal(NOON, 400), NOON + 11)).toMatchObject({ kind: "spent" });
  expect(holder.take(NOON + 12)).toMatchObject({ kind: "refused" });
});

test("an older answer that comes late does not undo what a newer one said", () => {
  const holder = createHolder({ leaseMs: 1_000 });
  const [older, newer] = [holder.ask(NOON), holder.ask(NOON)];
  holder.spend(newer, refusal(NOON + 50, 400), NOON + 60);
  holder.spend(older, grant(1, NOON + 5), NOON + 70);

  expect(holder.take(NOON + 71)).toMatchObject({ kind: "refused" });
  expect(holder.standing(NOON + 71)).toEqual({ remaining: 0, nextAt: NOON + 460 });
});

test("says that the window is full to who only looks, and that it is not while there are tokens", () => {
  const [holder, full] = [holderOf(3), createHolder({ leaseMs: 1_000 })];
  full.spend(full.ask(NOON), refusal(NOON, 400), NOON);

  expect(holder.refused(NOON)).toBeUndefined();
  expect(full.refused(NOON + 1)).toEqual({ kind: "refused", retryAt: NOON + 400 });
  expect(full.refused(NOON + 400)).toBeUndefined();
});
