import { expect, test } from "vitest";
import { LADDER_STATUS } from "../../src/implementations/threshold/abuse/rungs.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { describeLadder, hear, type LadderView, serve, STEPS } from "./ladder.ts";
import { simulate } from "./simulated.ts";

const MINUTE = 60_000;
const READ = { kind: "read", sender: "user", level: 0 } as const;
const CLEAR: LadderView = { level: "clear" };

async function burst(source: ReturnType<typeof simulate>, now: number): Promise<readonly Answer[]> {
  const { answers } = await source.send({ ...READ, count: 61 }, now);
  return answers;
}

test("shows the steps and statuses that the pattern has", () => {
  const statuses = STEPS.map(({ level, answers }) => [level, Number(answers)]);

  expect(Object.fromEntries(statuses)).toEqual({ clear: 200, ...LADDER_STATUS });
});

test("hears from the answers alone what the ladder does, step by step", async () => {
  const source = simulate("seedling");
  const heard: LadderView[] = [];
  let now = 0;
  for (let i = 0; i < 5; i++) {
    heard.push(hear(heard.at(-1) ?? CLEAR, await burst(source, now)));
    now = (source.ladderAt("user", now).until ?? now) + MINUTE;
  }

  expect(heard).toEqual([
    { level: "warning" },
    { level: "warning" },
    { level: "slowdown", until: 3 * MINUTE },
    { level: "block", until: 9 * MINUTE },
    { level: "ban", until: (10 + 24 * 60) * MINUTE },
  ]);
});

test("hears a sentence once, whatever overtakes it, and nothing in what a stranger is told", () => {
  const told = {
    sentAt: 0,
    at: 0,
    aim: READ,
    status: 200,
    headers: new Headers({ RateLimit: '"user";r=1;t=60' }),
  };
  const headers = new Headers({ "Retry-After": "60" });
  const barred = readAnswer({ ...told, status: 503, headers, violated: ["abuse"] }, []);

  const heard = hear(CLEAR, [barred, readAnswer(told, [])]);

  expect(heard).toEqual({ level: "slowdown", until: MINUTE });
  expect(hear(CLEAR, [{ ...barred, aim: { ...READ, sender: "nobody" } }])).toEqual(CLEAR);
});

test("leaves a warning when a sentence is over", () => {
  const sentenced: LadderView = { level: "slowdown", until: MINUTE };

  expect(serve(sentenced, MINUTE - 1)).toBe(sentenced);
  expect(serve(sentenced, MINUTE)).toEqual({ level: "warning" });
});

test("says what is held against the user, for how long, and when it is forgiven", async () => {
  const source = simulate("seedling");
  const say = (now: number): string => describeLadder(source.ladderAt("user", now), now);
  expect(say(0)).toMatch(/^Nothing is held against the user\./);

  for (const minute of [0, 1, 2]) await burst(source, minute * MINUTE);

  expect(say(2 * MINUTE)).toBe(
    "Every request of theirs is answered 503 for another 60 s. One of 3 violations is forgiven in 61 min, unless another comes.",
  );
  expect(say(3 * MINUTE)).toMatch(/^Requests pass as before, with a warning in the headers\. One of 3/);
  expect(say(124 * MINUTE)).toMatch(/The violation is forgiven in 59 min, unless another comes\.$/);
  expect(describeLadder({ level: "warning" }, 0)).not.toContain("forgiven");
});
