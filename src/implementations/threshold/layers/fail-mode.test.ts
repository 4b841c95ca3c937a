import { expect, test } from "vitest";
import { askWithin, type FailOptions } from "./fail-mode.ts";

const never = () => new Promise<never>(() => undefined);
const away = Object.assign(new Error("Network connection lost."), { retryable: true });

const options: FailOptions = {
  mode: "open",
  withinMs: 250,
  wait: never,
  isOutage: (error) => error === away,
};

test("gives the answer that came in time", async () => {
  expect(await askWithin(async () => 7, options)).toEqual({ kind: "answered", answer: 7 });
});

test.for(["open", "closed"] as const)("an outage is %s where the mode says so", async (mode) => {
  const asked = await askWithin(() => Promise.reject(away), { ...options, mode });

  expect(asked).toEqual({ kind: "failed", mode, why: "away" });
});

test("waits so long and no longer, and drops what comes then", async () => {
  const waits: number[] = [];
  let answer: (late: number) => void = () => undefined;
  const wait = async (ms: number) => void waits.push(ms);

  const asked = await askWithin(() => new Promise<number>((resolve) => (answer = resolve)), {
    ...options,
    wait,
  });
  answer(7);

  expect(asked).toEqual({ kind: "failed", mode: "open", why: "slow" });
  expect(waits).toEqual([250]);
});

test("a mistake is not an outage", async () => {
  const mistake = new TypeError("undefined is not a function");

  await expect(askWithin(() => Promise.reject(mistake), options)).rejects.toBe(mistake);
});

test("a mistake that comes too late is nobody's unhandled rejection", async () => {
  let fail: (late: Error) => void = () => undefined;
  const late = () => new Promise<never>((_, reject) => (fail = reject));

  const asked = await askWithin(late, { ...options, wait: async () => undefined });
  fail(new TypeError("too late"));

  expect(asked.kind).toBe("failed");
});
