import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { addressObject } from "#grove/address-object";
import type { Claim } from "#implementations/threshold";
import { clock, newUser, signIn, type TestUser } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const NOON = Date.UTC(2026, 10, 21, 12);
const claim: Claim = { policy: { name: "user", limit: 5, windowMs: 60_000 }, key: "" };
const trial: Claim = { policy: { name: "trial", limit: 1, windowMs: 60_000, isDryRun: true }, key: "" };

beforeEach(() => {
  clock.set(NOON);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** How many windows the user's object has kept. */
async function keptBy(user: TestUser): Promise<number> {
  return await runInDurableObject(
    user.object,
    (_, { storage: { sql } }) => sql.exec<{ n: number }>("SELECT count(*) AS n FROM windows").one().n,
  );
}

async function usedBy(user: TestUser): Promise<number | undefined> {
  return (await user.object.readUserRateLimit([claim]))[0]?.used;
}

test("what a user's object counted for somebody who has not signed in outlives a quiet spell", async () => {
  const user = newUser();
  await user.object.checkUserRateLimit([claim]);
  await evictDurableObject(user.object); // Waits for what the object waits for.

  expect(await usedBy(user)).toBe(1);
});

test("what was given back to a user after a quiet spell is still given back after the next", async () => {
  const user = newUser();
  const session = await signIn(user);
  await user.object.validateSession(session, [claim]);
  const check = await user.object.validateSession(session, [claim]);
  if (check.kind !== "valid") throw new Error("The second of five must be valid");
  await vi.waitFor(async () => expect(await keptBy(user)).toBe(1), 10_000);

  await user.object.refundUserRateLimit(check.verdict.receipt);
  await evictDurableObject(user.object);

  expect(await usedBy(user)).toBe(1);
});

test("the log tells what a policy on trial would have refused to a user or to an address", async () => {
  const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const user = newUser();
  const session = await signIn(user);
  const { object } = await addressObject(env, "192.0.2.1");
  const kinds = [];
  for (let sent = 0; sent < 2; sent++) {
    kinds.push((await user.object.validateSession(session, [trial])).kind);
    kinds.push((await object.checkAddress([trial])).kind);
  }

  expect(kinds).toEqual(["valid", "allowed", "valid", "allowed"]);
  expect(logged.mock.calls.map(([line]): unknown => JSON.parse(String(line)))).toEqual([
    { level: "info", event: "would refuse", policy: "trial", userId: user.id, would: 1 },
    {
      level: "info",
      event: "would refuse",
      policy: "trial",
      object: expect.stringMatching(/^addresses:\d+$/),
      would: 1,
    },
  ]);
});
