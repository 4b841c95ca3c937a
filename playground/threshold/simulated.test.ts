import { expect, test } from "vitest";
import type { Answer } from "./answer.ts";
import type { Aim } from "./requests.ts";
import { simulate } from "./simulated.ts";

const MINUTE = 60_000;

/** Sends so many requests at once and gives the last answer; by default they read, from the user, in peace. */
function start(tier: "seedling" | "evergreen" = "seedling") {
  const source = simulate(tier);
  const send =
    (aim: Partial<Aim> = {}) =>
    async (count: number, at: number): Promise<Answer> => {
      const batch = { kind: "read", sender: "user", level: 0, ...aim, count } as const;
      return (await source.send(batch, at)).answers.at(-1) as Answer;
    };
  return { source, send, asUser: send(), asAnyone: send({ sender: "nobody" }) };
}

/** How much each limit has used. */
function usedOf({ told }: Answer): Record<string, number> {
  return Object.fromEntries(Object.entries(told).map(([name, { used }]) => [name, used]));
}

test("tells in the headers what the Worker would: of both limits if signed in, else of the tenant's", async () => {
  const { asUser, asAnyone } = start();

  const signedIn = await asUser(1, 0);
  const anyone = await asAnyone(1, 0);

  expect(signedIn.headers["ratelimit"]).toBe('"requests";r=99;t=60, "user";r=59;t=60');
  expect(anyone.headers["ratelimit"]).toBe('"requests";r=98;t=60');
});

test("knows besides how much of the address's ceiling is used", async () => {
  const { asUser } = start();

  expect(usedOf(await asUser(10, 0))).toEqual({ address: 10, requests: 10, user: 10 });
});

test("takes nothing at any layer for what the user's limit refuses", async () => {
  const { asUser, asAnyone } = start();
  const byUser = await asUser(200, 0);
  expect(byUser).toMatchObject({ kind: "refused", violated: ["user"], retryAfter: 60 });
  expect(usedOf(await asAnyone(1, 0))).toEqual({ address: 61, requests: 61 });

  await asUser(50, MINUTE - 1);

  expect(usedOf(await asUser(1, MINUTE))).toEqual({ address: 1, requests: 1, user: 1 });
});

test("gives back what address and user took for a request that the tenant's limit refuses", async () => {
  const { asUser, asAnyone } = start();
  await asAnyone(100, 0);

  const refused = await asUser(40, 1_000);

  expect(refused).toMatchObject({ violated: ["requests"] });
  expect(usedOf(refused)).toEqual({ address: 100, requests: 100 });
  expect(refused.headers["x-ratelimit-warning"]).toBeUndefined();
  expect(usedOf(await asUser(60, MINUTE))).toEqual({ address: 60, requests: 60, user: 60 });
});

test("a note meets its user's limit, its endpoint's for all users, and the tenant's for writes", async () => {
  const { send } = start();
  const [asUser, asOther] = [send({ kind: "note" }), send({ kind: "note", sender: "other" })];

  const first = await asUser(200, 0);
  expect(first).toMatchObject({ status: 429, violated: ["notes"], retryAfter: 300 });

  const second = await asOther(200, 0);
  expect(second).toMatchObject({ status: 429, violated: ["notes of all"], retryAfter: 60 });
  expect(usedOf(second)).toEqual({ address: 30, "notes of all": 30, writes: 30 });

  const third = await asOther(1, MINUTE);
  expect(third.status).toBe(201);
  expect(usedOf(third)).toEqual({ address: 1, notes: 11, "notes of all": 1, writes: 31 });
});

test("names both limits of the tenant's object where neither has room", async () => {
  const { send } = start();
  const later = 5 * MINUTE;
  await send({ kind: "note" })(20, 0);
  await send({ kind: "note" })(20, later);
  await send({ kind: "note", sender: "other" })(10, later);

  const refused = await send({ kind: "note", sender: "other" })(1, later);

  expect(refused.violated).toEqual(["notes of all", "writes"]);
  expect(usedOf(refused)).toEqual({ address: 30, "notes of all": 30, writes: 50 });
});

test("under attack the address's ceiling refuses first, and neither user nor tenant is asked", async () => {
  const { send, asUser } = start();
  const refused = await send({ level: 4 })(40, 0);

  expect(refused).toMatchObject({ status: 429, violated: ["address"], retryAfter: 60 });
  expect(refused.headers["ratelimit-policy"]).toBe('"address";q=24;w=60');
  expect(usedOf(await asUser(1, 0))).toEqual({ address: 25, requests: 25, user: 25 });
});

test("under attack the address's ceiling keeps what it took, and hears nobody who goes on trying", async () => {
  const { send, asUser, asAnyone } = start();
  await asUser(60, 0);
  const attacked = send({ level: 1 });

  expect(usedOf(await attacked(10, 1_000))).toMatchObject({ address: 70, user: 60 });
  await asAnyone(15, 2_000);
  const flood = send({ level: 4, sender: "nobody" });
  expect((await flood(30, 50_000)).retryAfter).toBe(20);
  expect((await flood(1, 65_000)).retryAfter).toBe(20);
  expect((await flood(1, 84_999)).kind).toBe("refused");
  expect((await flood(1, 104_999)).kind).toBe("allowed");
});

test("climbs from a warning to a ban, a step for each minute in which the limit refuses", async () => {
  const { source, asUser } = start();
  const told: unknown[] = [];
  let now = 0;
  for (let i = 0; i < 5; i++) {
    const { status, retryAfter, headers } = await asUser(100, now);
    told.push([status, retryAfter, headers["x-ratelimit-banned"]]);
    now = (source.ladderAt("user", now).until ?? now) + MINUTE;
  }

  expect(told).toEqual([
    [429, 60, undefined],
    [429, 60, undefined],
    [503, 60, undefined],
    [403, 300, undefined],
    [403, 86_400, "true"],
  ]);
});

test("bars that user, and nobody else; clearing lets them in again", async () => {
  const { source, send, asUser, asAnyone } = start();
  for (const minute of [0, 1, 2]) await asUser(61, minute * MINUTE);
  const now = 2 * MINUTE + 1_000;
  expect(await asUser(1, now)).toMatchObject({
    kind: "barred",
    status: 503,
    told: { address: { used: 60 } },
  });
  expect(await asAnyone(1, now)).toMatchObject({ kind: "allowed" });
  expect(await send({ sender: "other" })(1, now)).toMatchObject({ kind: "allowed" });
  expect(source.clear("other", now)).toBe(false);

  expect(source.clear("user", now)).toBe(true);

  expect(await asUser(1, now)).toMatchObject({ kind: "refused", violated: ["user"] });
  expect(source.clear("user", 3 * MINUTE)).toBe(true);
  expect(await asUser(1, 3 * MINUTE)).toMatchObject({ kind: "allowed" });
  expect(source.clear("user", 3 * MINUTE)).toBe(false);
});

test("warns until the violation is forgiven", async () => {
  const { asUser } = start();
  await asUser(61, 0);

  expect((await asUser(1, MINUTE)).headers["x-ratelimit-warning"]).toBe("true");
  expect((await asUser(1, 60 * MINUTE)).headers["x-ratelimit-warning"]).toBeUndefined();
});
