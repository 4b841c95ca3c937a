import { clock } from "#specs/fixtures";
import { expect, test } from "vitest";

const NOON = Date.UTC(2026, 0, 1, 12);
const HOUR = 3_600_000;

test("who waits by a clock that stands is woken by its steps, each at their time", async () => {
  clock.set(NOON);
  const woken: string[] = [];
  const late = scheduler.wait(2 * HOUR).then(() => woken.push("late"));
  const early = scheduler.wait(HOUR).then(() => woken.push("early"));

  clock.advance(HOUR);
  await early;
  expect(woken).toEqual(["early"]);

  clock.advance(HOUR);
  await late;
  expect(woken).toEqual(["early", "late"]);
});

test("who no longer wants to wait is told so, before and meanwhile", async () => {
  clock.set(NOON);
  const gaveUp = new Error("gave up");
  const by = new AbortController();
  const waiting = scheduler.wait(HOUR, { signal: by.signal });
  by.abort(gaveUp);

  await expect(waiting).rejects.toBe(gaveUp);
  await expect(scheduler.wait(HOUR, { signal: by.signal })).rejects.toBe(gaveUp);
});

test("a clock that runs again wakes by itself", async () => {
  clock.set(NOON);
  clock.restore();

  expect(await scheduler.wait(1).then(() => Date.now())).toBeGreaterThan(NOON);
});
