import { expect, test } from "vitest";
import { LAYERS, layersMet } from "./layers.ts";
import { begin, type DemoState, isKnown, passTime, receive, resume, turnTo } from "./model.ts";
import type { Aim, Sender } from "./requests.ts";
import { simulate } from "./simulated.ts";

const MINUTE = 60_000;

const READ: Aim = { kind: "read", sender: "user", level: 0 };

const start = (now = 0): DemoState =>
  turnTo(begin("seedling", { tells: LAYERS }, now), layersMet("seedling", READ));

/** What is said of each batch in turn, all sent at one moment. */
async function tellOf(...batches: readonly (readonly [count: number, sender: Sender])[]): Promise<string[]> {
  const source = simulate("seedling");
  let state = start();
  const said: string[] = [];
  for (const [count, sender] of batches) {
    const batch = { ...READ, count, sender };
    const { answers } = await source.send(batch, 0);
    state = receive(turnTo(state, layersMet("seedling", batch)), answers);
    said.push(state.news);
  }
  return said;
}

test("tells in a sentence what two hundred requests at once came to, and what refused them", async () => {
  expect(await tellOf([200, "user"], [200, "nobody"], [200, "user"])).toEqual([
    "60 allowed, 140 refused by the user's limit; come back in 60 s.",
    "40 allowed, 160 refused by the tenant's limit; come back in 60 s.",
    "All 200 refused by the user's limit, 500 so far; come back in 60 s.",
  ]);
});

test("never says the same twice of requests at one moment, so that a change is there to be announced", async () => {
  const anyone = [1, 1, 98, 1, 1, 2].map((count) => [count, "nobody"] as const);

  expect(await tellOf(...anyone)).toEqual([
    "Allowed: address 1 of 6000, tenant 1 of 100.",
    "Allowed: address 2 of 6000, tenant 2 of 100.",
    "All 98 allowed: address 100 of 6000, tenant 100 of 100.",
    "Refused by the tenant's limit, 1 so far; come back in 60 s.",
    "Refused by the tenant's limit, 2 so far; come back in 60 s.",
    "All 2 refused by the tenant's limit, 4 so far; come back in 60 s.",
  ]);
  expect(await tellOf([10, "user"], [10, "other"])).toEqual([
    "All 10 allowed: address 10 of 6000, user 10 of 60, tenant 10 of 100.",
    "All 10 allowed: address 20 of 6000, other user 10 of 60, tenant 20 of 100.",
  ]);
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
    const { answers } = await source.send({ ...READ, count }, at * MINUTE);
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
  const { answers } = await simulate("seedling").send({ ...READ, count: 61 }, 0);

  const state = receive(start(), answers);

  expect(state).toMatchObject({ edition: 1, turnedAway: 1, comparison: { threshold: { most: 60 } } });
  expect(state.last).toBe(answers.at(-1));
  expect(resume(state, MINUTE - 1)).toMatchObject({
    news: "Back here: address 60 of 6000, user 60 of 60, tenant 60 of 100.",
    edition: 2,
  });
  expect(resume(state, MINUTE).news).toBe("Back here: address 0 of 6000, user 0 of 60, tenant 0 of 100.");
});

test("names every limit that refuses, and the one that an attack has lowered", async () => {
  const source = simulate("seedling");
  const tell = async (aim: Partial<Aim>, count: number, at: number): Promise<string> => {
    const batch = { ...READ, ...aim, count };
    const { answers } = await source.send(batch, at);
    return receive(turnTo(start(at), layersMet("seedling", batch)), answers).news;
  };

  expect(await tell({ level: 4 }, 30, 0)).toBe(
    "24 allowed, 6 refused by the address's ceiling; come back in 60 s.",
  );
  await tell({ kind: "note" }, 20, MINUTE);
  await tell({ kind: "note" }, 20, 6 * MINUTE);
  expect(await tell({ kind: "note", sender: "other" }, 12, 6 * MINUTE)).toBe(
    "10 allowed, 2 refused by the endpoint's limit and the tenant's limit; come back in 55 min.",
  );
});

test("keeps what others have met while the layers of another request are in view", async () => {
  const { answers } = await simulate("seedling").send({ ...READ, count: 10 }, 0);
  const other = turnTo(receive(start(), answers), layersMet("seedling", { ...READ, sender: "other" }));

  expect(other.layers.map(({ admitted }) => admitted.length)).toEqual([10, 0, 10]);
  const back = turnTo(passTime(other, MINUTE - 1), layersMet("seedling", READ));
  expect(back.layers.map(({ admitted }) => admitted.length)).toEqual([10, 10, 10]);
  const later = turnTo(passTime(other, MINUTE), layersMet("seedling", READ));
  expect(later.layers.map(({ admitted }) => admitted.length)).toEqual([0, 0, 0]);
});

test("shows at once what an attack makes of the ceiling", () => {
  const { layers } = turnTo(start(), layersMet("seedling", { ...READ, level: 4 }));

  expect(layers.map(({ policy }) => policy.limit)).toEqual([24, 60, 100]);
});

test("knows of the address only what a refusal tells, where a Worker answers", async () => {
  const source = simulate("seedling");
  const heard = async (aim: Aim, count: number): Promise<DemoState> => {
    const { answers } = await source.send({ ...aim, count }, 0);
    const told = answers.map((answer) => {
      const { address: _, ...others } = answer.told;
      return answer.violated.includes("address") ? answer : { ...answer, told: others };
    });
    const begun = begin("seedling", { tells: ["user", "tenant"] }, 0);
    return receive(turnTo(begun, layersMet("seedling", READ)), told);
  };

  const silent = await heard(READ, 10);
  expect(silent.layers.map((layer) => isKnown(layer, silent))).toEqual([false, true, true]);
  expect(silent.news).toBe("All 10 allowed: user 10 of 60, tenant 10 of 100.");
  expect(resume(silent, 0).news).toBe("Back here: user 10 of 60, tenant 10 of 100.");

  const loud = await heard({ ...READ, level: 4 }, 30);
  expect(isKnown(loud.layers[0]!, loud)).toBe(true);
  const turned = turnTo(loud, layersMet("seedling", READ));
  expect(turned.layers[0]).toMatchObject({ policy: { limit: 24 }, admitted: { length: 24 } });
});

test("stands still when nothing came back and when time would run backwards", () => {
  const state = start(5_000);

  expect(receive(state, [])).toBe(state);
  expect(passTime(state, -1).now).toBe(5_000);
});
