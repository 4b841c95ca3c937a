import { expect, test } from "vitest";
import type { Answer } from "./answer.ts";
import { simulate } from "./simulated.ts";

const MINUTE = 60_000;

/** Each sends so many requests at once and gives the last answer: with the user's session, or without. */
function start() {
  const source = simulate("seedling");
  const sender =
    (isSignedIn: boolean) =>
    async (count: number, at: number): Promise<Answer> =>
      (await source.send({ count, isSignedIn }, at)).answers.at(-1) as Answer;
  return { source, asUser: sender(true), asAnyone: sender(false) };
}

test("tells a signed-in client of both limits, and anyone else of the tenant's", async () => {
  const { asUser, asAnyone } = start();

  const signedIn = await asUser(1, 0);
  const anyone = await asAnyone(1, 0);

  expect(signedIn.headers["ratelimit"]).toBe('"requests";r=99;t=60, "user";r=59;t=60');
  expect(anyone.headers["ratelimit"]).toBe('"requests";r=98;t=60');
});

test("takes nothing at one layer for what the other refuses", async () => {
  const { asUser, asAnyone } = start();
  const byUser = await asUser(200, 0);
  expect(byUser).toMatchObject({ kind: "refused", violated: ["user"], retryAfter: 60 });
  expect((await asAnyone(1, 0)).remaining).toEqual({ requests: 39 });

  await asUser(50, MINUTE - 1);

  expect((await asUser(1, MINUTE)).remaining).toEqual({ requests: 99, user: 59 });
});

test("gives back what the user's limit took for a request that the tenant's refuses", async () => {
  const { asUser, asAnyone } = start();
  await asAnyone(100, 0);

  const refused = await asUser(40, 1_000);

  expect(refused).toMatchObject({ violated: ["requests"], remaining: { requests: 0 } });
  expect(refused.headers["x-ratelimit-warning"]).toBeUndefined();
  expect((await asUser(60, MINUTE)).remaining).toEqual({ requests: 40, user: 0 });
});

test("climbs from a warning to a ban, a step for each minute in which the limit refuses", async () => {
  const { source, asUser } = start();
  const told: unknown[] = [];
  let now = 0;
  for (let i = 0; i < 5; i++) {
    const { status, retryAfter, headers } = await asUser(100, now);
    told.push([status, retryAfter, headers["x-ratelimit-banned"]]);
    now = (source.ladderAt(now).until ?? now) + MINUTE;
  }

  expect(told).toEqual([
    [429, 60, undefined],
    [429, 60, undefined],
    [503, 60, undefined],
    [403, 300, undefined],
    [403, 86_400, "true"],
  ]);
});

test("bars whoever is signed in, and nobody else; clearing lets them in again", async () => {
  const { source, asUser, asAnyone } = start();
  for (const minute of [0, 1, 2]) await asUser(61, minute * MINUTE);
  const now = 2 * MINUTE + 1_000;
  expect(await asUser(1, now)).toMatchObject({ kind: "barred", status: 503 });
  expect(await asAnyone(1, now)).toMatchObject({ kind: "allowed" });

  expect(source.clear(now)).toBe(true);

  expect(await asUser(1, now)).toMatchObject({ kind: "refused", violated: ["user"] });
  expect(source.clear(3 * MINUTE)).toBe(true);
  expect(await asUser(1, 3 * MINUTE)).toMatchObject({ kind: "allowed" });
  expect(source.clear(3 * MINUTE)).toBe(false);
});

test("warns until the violation is forgiven", async () => {
  const { asUser } = start();
  await asUser(61, 0);

  expect((await asUser(1, MINUTE)).headers["x-ratelimit-warning"]).toBe("true");
  expect((await asUser(1, 60 * MINUTE)).headers["x-ratelimit-warning"]).toBeUndefined();
});
