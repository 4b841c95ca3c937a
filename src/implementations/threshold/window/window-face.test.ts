import { expect, test } from "vitest";
import { createWindow } from "./window.ts";

test("reads what check left behind, each admission for exactly one window", () => {
  const window = createWindow({ limit: 5, windowMs: 60_000 });
  window.check(10_500);
  const second = window.check(11_500, 3);

  expect(second).toEqual({ kind: "allowed", at: 11_500, cost: 3, used: 4, remaining: 1, nextAt: 70_500 });
  expect(window.read(70_499)).toEqual({ used: 4, remaining: 1, nextAt: 70_500 });
  expect(window.read(70_500)).toEqual({ used: 3, remaining: 2, nextAt: 71_500 });
  expect(window.read(71_500)).toEqual({ used: 0, remaining: 5, nextAt: undefined });
});

test("a ring keeps the admissions of a second until the last of them has left", () => {
  const window = createWindow({ limit: 500, windowMs: 60_000 });
  for (const at of [10_500, 10_900, 11_500]) window.check(at);

  expect(window.read(12_000)).toEqual({ used: 3, remaining: 497, nextAt: 70_900 });
  expect(window.read(70_899).used).toBe(3);
  expect(window.read(70_900)).toEqual({ used: 1, remaining: 499, nextAt: 71_500 });
  expect(window.read(71_500)).toEqual({ used: 0, remaining: 500, nextAt: undefined });
});

test("a ring lets in a client that sends all of it at once, and comes again in exactly a window", () => {
  const window = createWindow({ limit: 500, windowMs: 60_000 });
  const decisions = [0, 1, 2, 3].map((minute) => window.check(minute * 60_000 + 123, 500));

  expect(decisions.map(({ kind }) => kind)).toEqual(["allowed", "allowed", "allowed", "allowed"]);
});

test("a limit of 0 is never, and a cost above the limit too", () => {
  const none = createWindow({ limit: 0, windowMs: 60_000 });
  const some = createWindow({ limit: 3, windowMs: 60_000 });

  expect(none.check(5)).toEqual({ kind: "refused", retryAt: Infinity });
  expect(none.read(5)).toEqual({ used: 0, remaining: 0, nextAt: undefined });
  expect(some.check(5, 4)).toEqual({ kind: "refused", retryAt: Infinity });
  expect(some.check(5, 3).kind).toBe("allowed");
});

test("a refusal counts nothing, so that a client who insists is let in all the same", () => {
  const window = createWindow({ limit: 1, windowMs: 60_000 });
  window.check(0);
  for (let at = 100; at < 60_000; at += 100) window.check(at);

  expect(window.check(60_000).kind).toBe("allowed");
});

test("gives back what was not used, and nothing of what has left", () => {
  const window = createWindow({ limit: 3, windowMs: 60_000 });
  window.refund({ at: 0, cost: 1 });
  window.check(1_000, 2);
  window.refund({ at: 1_000, cost: 1 });
  window.refund({ at: 2_000, cost: 1 });
  const before = window.read(2_000);
  window.check(61_000, 1);
  window.refund({ at: 1_000, cost: 1 });

  expect(before).toEqual({ used: 1, remaining: 2, nextAt: 61_000 });
  expect(window.read(61_000).used).toBe(1);
});

test("refuses a limit, a window, a cut, a cost and a clock that are not numbers it can count with", () => {
  expect(() => createWindow({ limit: -1, windowMs: 60_000 })).toThrow(
    "Cannot make a window: limit is -1, must be a whole number from 0 to 4294967295",
  );
  expect(() => createWindow({ limit: 1.5, windowMs: 60_000 })).toThrow(RangeError);
  expect(() => createWindow({ limit: 1, windowMs: 59 })).toThrow("windowMs is 59");
  expect(() => createWindow({ limit: 1, windowMs: 60_000, cuts: 0 })).toThrow("cuts is 0");
  expect(() => createWindow({ limit: 1, windowMs: 60_000, cuts: 961 })).toThrow("cuts is 961");
  for (const cost of [0, -1, 0.5, Number.NaN, 2 ** 32]) {
    expect(() => createWindow({ limit: 1, windowMs: 60_000 }).check(0, cost)).toThrow(
      `Cannot count: cost is ${cost}, must be a whole number from 1 to 4294967295`,
    );
  }
  for (const now of [Number.NaN, Infinity, 1e300]) {
    expect(() => createWindow({ limit: 1, windowMs: 60_000 }).check(now)).toThrow(
      `Cannot read a window: now is ${now}, must be epoch milliseconds`,
    );
    expect(() => createWindow({ limit: 1, windowMs: 60_000 }).read(now)).toThrow(RangeError);
  }
});

test("reads a clock before the epoch as standing at it", () => {
  const window = createWindow({ limit: 1, windowMs: 60_000 });

  expect(window.check(-5_000)).toMatchObject({ kind: "allowed", at: 0, nextAt: 60_000 });
  expect(window.check(0)).toEqual({ kind: "refused", retryAt: 60_000 });
});
