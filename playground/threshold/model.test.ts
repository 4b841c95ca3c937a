import { expect, test } from "vitest";
import type { Answer } from "./answer.ts";
import { bars, begin, passTime, receive } from "./model.ts";
import { simulate } from "./simulated.ts";

const MINUTE = 60_000;

/** A request let through at `at`, after which `used` of a hundred were used. */
function allowed(at: number, used: number): Answer {
  return { at, kind: "allowed", status: 200, headers: {}, limit: 100, remaining: 100 - used, reset: 0 };
}

test("tells in a sentence what two hundred requests at once came to", async () => {
  const source = simulate("seedling", "requests");

  const state = receive(begin("seedling", 0), (await source.send(200, 0)).answers);

  expect(state).toMatchObject({
    allowed: 100,
    refused: 100,
    news: "100 allowed, 100 refused, come back in 61 s.",
  });
  expect(state.last).toMatchObject({ kind: "refused", status: 429 });
  expect(state.last?.headers).toMatchObject({ ratelimit: '"requests";r=0;t=61', "retry-after": "61" });
});

test("never says the same twice of requests at one moment, so that a change is there to be announced", async () => {
  const source = simulate("seedling", "requests");
  let state = begin("seedling", 0);
  const said: string[] = [];
  for (const count of [1, 1, 98, 1, 1, 2]) {
    state = receive(state, (await source.send(count, 0)).answers);
    said.push(state.news);
  }

  expect(said).toEqual([
    "Allowed, 1 of 100 used.",
    "Allowed, 2 of 100 used.",
    "All 98 allowed, 100 of 100 used.",
    "Refused, 1 so far, come back in 61 s.",
    "Refused, 2 so far, come back in 61 s.",
    "All 2 refused, 4 so far, come back in 61 s.",
  ]);
});

test("believes the latest decision on how much is used: what it says is gone is gone, what came in unseen counts", () => {
  const first = receive(begin("seedling", 61_000), [
    allowed(1_000, 1),
    allowed(2_000, 2),
    allowed(61_000, 3),
  ]);

  expect(receive(first, [allowed(61_500, 2)]).admitted).toEqual([61_000, 61_500]);
  expect(receive(first, [allowed(61_500, 6)]).admitted).toEqual([
    1_000, 2_000, 61_000, 61_500, 61_500, 61_500,
  ]);
});

test("draws each request in its second until that second has left the window, as the ring counts it", () => {
  const answers = [allowed(30_000, 1), allowed(30_500, 2), allowed(60_000, 3)];
  const state = receive(passTime(begin("seedling", 0), MINUTE, MINUTE), answers);

  expect(bars(state, MINUTE)).toHaveLength(61);
  expect(bars(state, MINUTE).slice(29)).toEqual([0, 2, ...Array.from({ length: 29 }, () => 0), 1]);
  expect(passTime(state, 30_999, MINUTE).admitted).toHaveLength(3);
  expect(passTime(state, 31_000, MINUTE).admitted).toEqual([60_000]);
});

test("knows without being told what the pattern counts as used, as time passes", async () => {
  const source = simulate("seedling", "requests");
  let state = begin("seedling", 59_500);
  for (let second = 0; second < 90; second++) {
    const { answers } = await source.send(3, state.now);
    const [first] = answers;
    expect(state.admitted).toHaveLength(first?.kind === "allowed" ? 99 - first.remaining : 100);
    state = receive(state, answers);
    state = passTime(state, 1_000, MINUTE);
  }
});

test("stands still when nothing came back and when time would run backwards", () => {
  const state = begin("oak", 5_000);

  expect(receive(state, [])).toBe(state);
  expect(passTime(state, -1, MINUTE).now).toBe(5_000);
});
