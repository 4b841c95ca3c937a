import { expect, test } from "vitest";
import { policiesOf } from "./layers.ts";
import { begin, type DemoState, passTime, receive, resume } from "./model.ts";
import { simulate } from "./simulated.ts";

const MINUTE = 60_000;

const start = (now = 0): DemoState => begin("seedling", policiesOf("seedling"), now);

/** What is said of each batch in turn, all sent at one moment. */
async function tellOf(
  ...batches: readonly (readonly [count: number, isSignedIn: boolean])[]
): Promise<string[]> {
  const source = simulate("seedling");
  let state = start();
  const said: string[] = [];
  for (const [count, isSignedIn] of batches) {
    const { answers } = await source.send({ count, isSignedIn }, 0);
    state = receive(state, answers);
    said.push(state.news);
  }
  return said;
}

test("tells in a sentence what two hundred requests at once came to, and what refused them", async () => {
  expect(await tellOf([200, true], [200, false], [200, true])).toEqual([
    "60 allowed, 140 refused by the user's limit; come back in 60 s.",
    "40 allowed, 160 refused by the tenant's limit; come back in 60 s.",
    "All 200 refused by the user's limit, 500 so far; come back in 60 s.",
  ]);
});

test("never says the same twice of requests at one moment, so that a change is there to be announced", async () => {
  const anyone = [1, 1, 98, 1, 1, 2].map((count) => [count, false] as const);

  expect(await tellOf(...anyone)).toEqual([
    "Allowed: tenant 1 of 100.",
    "Allowed: tenant 2 of 100.",
    "All 98 allowed: tenant 100 of 100.",
    "Refused by the tenant's limit, 1 so far; come back in 60 s.",
    "Refused by the tenant's limit, 2 so far; come back in 60 s.",
    "All 2 refused by the tenant's limit, 4 so far; come back in 60 s.",
  ]);
  expect(await tellOf([10, true])).toEqual(["All 10 allowed: user 10 of 60, tenant 10 of 100."]);
});

test("tells that the ladder has answered, and until when", async () => {
  const source = simulate("seedling");
  let state = start();
  const said: string[] = [];
  for (const [count, at] of [
    [61, 0],
    [61, 1],
    [61, 2],
    [1, 2],
    [61, 3],
  ] as const) {
    const { answers } = await source.send({ count, isSignedIn: true }, at * MINUTE);
    state = receive(passTime(state, at * MINUTE - state.now), answers);
    said.push(state.news);
  }

  expect(said.slice(2)).toEqual([
    "60 allowed, 1 barred by the ladder; come back in 60 s.",
    "Barred by the ladder, 4 so far; come back in 60 s.",
    "60 allowed, 1 barred by the ladder; come back in 5 min.",
  ]);
});

test("remembers the last answer, and counts each piece of news", async () => {
  const { answers } = await simulate("seedling").send({ count: 61, isSignedIn: true }, 0);

  const state = receive(start(), answers);

  expect(state).toMatchObject({ edition: 1, turnedAway: 1, comparison: { threshold: { most: 60 } } });
  expect(state.last).toBe(answers.at(-1));
  expect(resume(state, MINUTE - 1)).toMatchObject({
    news: "Back here: user 60 of 60, tenant 60 of 100.",
    edition: 2,
  });
  expect(resume(state, MINUTE).news).toBe("Back here: user 0 of 60, tenant 0 of 100.");
});

test("stands still when nothing came back and when time would run backwards", () => {
  const state = start(5_000);

  expect(receive(state, [])).toBe(state);
  expect(passTime(state, -1).now).toBe(5_000);
});
