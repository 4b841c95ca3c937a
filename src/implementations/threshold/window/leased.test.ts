import fc from "fast-check";
import { expect, test } from "vitest";
import { createLeasedModel } from "./leased.model.ts";
import type { LeasedWindow } from "./leased.ts";
import { type Admission, createLeasedWindow, createWindow, type SavedWindow } from "./window.ts";

const WINDOW_MS = 600;
const LEASE_MS = 100;
/** Up to here windows are exact. */
const LIMIT = 40;

function open(limit: number, saved?: SavedWindow): LeasedWindow {
  return createWindow({ limit, windowMs: WINDOW_MS, leaseMs: LEASE_MS }, saved) as LeasedWindow;
}

type Act =
  | { readonly does: "wait"; readonly ms: number }
  | { readonly does: "grant"; readonly admitted: number; readonly lent: number }
  | { readonly does: "take back" | "settle"; readonly which: number }
  | { readonly does: "reload" };

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    fc.record({ does: fc.constant("wait" as const), ms: fc.nat(150) }),
    fc.record({ does: fc.constant("grant" as const), admitted: fc.nat(9), lent: fc.nat(9) }),
    fc.record({ does: fc.constantFrom("take back" as const, "settle" as const), which: fc.nat(30) }),
    fc.record({ does: fc.constant("reload" as const) }),
  ),
  { maxLength: 60 },
);

/** What a window says after each act, and what is true. */
function play(all: readonly Act[]) {
  const truth = createLeasedModel(LIMIT, { windowMs: WINDOW_MS, leaseMs: LEASE_MS });
  let window = open(LIMIT);
  let now = 1_000;

  function grant(costs: { readonly admitted: number; readonly lent: number }): void {
    if (costs.admitted + costs.lent === 0) return;
    const decision = costs.lent === 0 ? window.check(now, costs.admitted) : window.grant(now, costs);
    said.push(decision.kind === "allowed");
    told.push(truth.grant(now, costs));
  }

  function giveBack(which: number): void {
    const one = truth.pick(which, now);
    if (!one) return;
    if (one.isLent) window.takeBack(one);
    else window.refund(one);
    truth.takeBack(one);
  }

  function settle(which: number): void {
    const one = truth.pick(which, now);
    if (!one?.isLent || now >= one.at + LEASE_MS) return;
    said.push(window.settle(one, now));
    told.push(now);
    truth.settle(one, now);
  }

  const said: unknown[] = [];
  const told: unknown[] = [];
  for (const act of all) {
    if (act.does === "wait") now += act.ms;
    else if (act.does === "grant") grant(act);
    else if (act.does === "take back") giveBack(act.which);
    else if (act.does === "settle") settle(act.which);
    else window = open(LIMIT, JSON.parse(JSON.stringify(window.save())) as SavedWindow);
    said.push(window.read(now), window.retryAt(now, 7) ?? now);
    told.push(truth.read(now), truth.fitsAt(7, now));
  }
  return { said, told };
}

test("what is admitted leaves after the window, what is lent a lease later, through whatever comes in between", () => {
  fc.assert(
    fc.property(acts, (all) => {
      const { said, told } = play(all);
      expect(said).toEqual(told);
    }),
    { seed: 20_261_130, numRuns: 500 },
  );
});

test("under a limit that was lowered, what is spent and has no room counts as it did", () => {
  const window = open(40);
  const lent = window.grant(0, { admitted: 0, lent: 30 });
  const lowered = open(20, window.save());

  expect(lowered.settle(lent as Admission, 50)).toBeUndefined();
  expect(lowered.read(699).used).toBe(30);
  expect(lowered.read(700).used).toBe(0);
});

test("a lease is a whole number of milliseconds, and no longer than its window", () => {
  expect(() => createWindow({ limit: 1, windowMs: 600, leaseMs: 0 })).toThrow(
    "Cannot make a window: leaseMs is 0, must be a whole number from 1 to 600",
  );
  expect(() => createLeasedWindow({ limit: 1, windowMs: 600, leaseMs: 601 })).toThrow(RangeError);
});
