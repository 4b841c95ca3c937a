import { expect, test } from "vitest";
import { type Answer, bars, begin, passTime, receive } from "./model.ts";
import { simulate } from "./simulated.ts";

const MINUTE = 60_000;

test("tells in a sentence what two hundred requests at once came to", async () => {
  const source = simulate("seedling", "requests");

  const state = receive(begin("seedling", 0), await source.send(200, 0));

  expect(state).toMatchObject({
    allowed: 100,
    refused: 100,
    news: "100 allowed, 100 refused, come back in 61 s.",
  });
  expect(state.last).toMatchObject({ kind: "refused", status: 429 });
  expect(state.last?.headers).toMatchObject({ ratelimit: '"requests";r=0;t=61', "retry-after": "61" });
});

test("speaks of a single request without counting it", async () => {
  const source = simulate("seedling", "requests");
  const allowed = receive(begin("seedling", 0), await source.send(1, 0));
  const full = receive(allowed, await source.send(99, 0));

  expect(allowed.news).toBe("Allowed.");
  expect(full.news).toBe("All 99 allowed.");
  expect(receive(full, await source.send(1, 0)).news).toBe("Refused, come back in 61 s.");
});

test("draws each admitted request in its part of the window, until it has left", () => {
  const at = (seconds: number): Answer => ({ at: seconds * 1000, kind: "allowed", status: 200, headers: {} });
  const start = passTime(begin("seedling", 0), MINUTE, MINUTE);
  const state = receive(start, [at(30), at(30), at(60)]);

  expect(bars(state, MINUTE, 6)).toEqual([0, 0, 0, 2, 0, 1]);
  expect(bars(passTime(state, 30_000, MINUTE), MINUTE, 6)).toEqual([0, 0, 0, 1, 0, 0]);
  expect(bars(passTime(state, MINUTE, MINUTE), MINUTE, 6)).toEqual([0, 0, 0, 0, 0, 0]);
});

test("stands still when nothing came back and when time would run backwards", () => {
  const state = begin("oak", 5_000);

  expect(receive(state, [])).toBe(state);
  expect(passTime(state, -1, MINUTE).now).toBe(5_000);
});
