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
  expect(receive(full, await source.send(2, 0)).news).toBe("All 2 refused, come back in 61 s.");
});

test("draws each request in its second until that second has left the window, as the ring counts it", () => {
  const at = (seconds: number): Answer => ({ at: seconds * 1000, kind: "allowed", status: 200, headers: {} });
  const state = receive(passTime(begin("seedling", 0), MINUTE, MINUTE), [at(30), at(30.5), at(60)]);

  expect(bars(state, MINUTE)).toHaveLength(61);
  expect(bars(state, MINUTE).slice(29)).toEqual([0, 2, ...Array.from({ length: 29 }, () => 0), 1]);
  expect(passTime(state, 30_999, MINUTE).admitted).toHaveLength(3);
  expect(passTime(state, 31_000, MINUTE).admitted).toEqual([60_000]);
});

test("counts as used exactly what the pattern counts as used", async () => {
  const source = simulate("seedling", "requests");
  let state = begin("seedling", 59_500);
  for (let second = 0; second < 90; second++) {
    state = receive(state, await source.send(3, state.now));
    const remaining = Number(state.last?.headers["x-ratelimit-remaining"]);
    expect(state.admitted).toHaveLength(100 - remaining);
    state = passTime(state, 1_000, MINUTE);
  }
});

test("stands still when nothing came back and when time would run backwards", () => {
  const state = begin("oak", 5_000);

  expect(receive(state, [])).toBe(state);
  expect(passTime(state, -1, MINUTE).now).toBe(5_000);
});
