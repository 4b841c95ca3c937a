import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import type { Claim } from "#implementations/threshold";
import { MOST_SESSIONS } from "#grove/contracts/session";
import { clock, newUser, signIn, type TestUser } from "#specs/fixtures";
import { expect, test } from "vitest";

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const claim = (limit: number, windowMs: number, name = "user"): Claim => ({
  policy: { name, limit, windowMs },
  key: "",
});

async function rows(user: TestUser): Promise<Record<string, number>> {
  return await runInDurableObject(user.object, (_, { storage: { sql } }) => {
    const tables = sql.exec<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'",
    );
    return Object.fromEntries(
      [...tables].map(({ name }) => [
        name,
        sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${name}`).one().n,
      ]),
    );
  });
}

test("a session holds until its time is over, and is nobody else's", async () => {
  clock.set(NOON);
  const [alice, bob] = [newUser(), newUser()];
  const { sessionId, expiresAt } = await alice.object.createSession({ lifetimeMs: DAY });

  expect(expiresAt).toBe(NOON + DAY);
  expect(await alice.object.validateSession(sessionId)).toMatchObject({ kind: "valid", userId: alice.id });
  expect(await bob.object.validateSession(sessionId)).toEqual({ kind: "invalid" });
  clock.advance(DAY - 1);
  expect((await alice.object.validateSession(sessionId)).kind).toBe("valid");
  clock.advance(1);
  expect((await alice.object.validateSession(sessionId)).kind).toBe("invalid");
});

test("a session survives eviction, and what is kept of it signs nobody in", async () => {
  const user = newUser();
  const sessionId = await signIn(user);
  await evictDurableObject(user.object);
  const kept = await runInDurableObject(user.object, (_, { storage: { sql } }) =>
    JSON.stringify(sql.exec("SELECT * FROM sessions").toArray()),
  );
  const [{ hash }] = JSON.parse(kept) as [{ hash: string }];

  expect((await user.object.validateSession(sessionId)).kind).toBe("valid");
  expect(sessionId).toMatch(/^[\w-]{43}$/);
  expect(kept).not.toContain(sessionId);
  expect((await user.object.validateSession(hash)).kind).toBe("invalid");
});

test("one that is revoked ends, and so do all others when asked", async () => {
  const user = newUser();
  const [phone, laptop, tablet] = [await signIn(user), await signIn(user), await signIn(user)];
  await user.object.revokeSession(phone);
  expect((await user.object.validateSession(phone)).kind).toBe("invalid");

  expect(await user.object.revokeAllSessions(laptop)).toBe(1);
  expect((await user.object.validateSession(laptop)).kind).toBe("valid");
  expect((await user.object.validateSession(tablet)).kind).toBe("invalid");
  expect(await user.object.revokeAllSessions()).toBe(1);
  await evictDurableObject(user.object);
  expect((await user.object.validateSession(laptop)).kind).toBe("invalid");
});

test("a user has ten at most: one more ends the oldest", async () => {
  const user = newUser();
  clock.set(NOON);
  const ids = [];
  for (let made = 0; made <= MOST_SESSIONS; made++) {
    ids.push((await user.object.createSession({ lifetimeMs: DAY, deviceName: `device ${made}` })).sessionId);
    clock.advance(1);
  }
  const checks = [];
  for (const id of ids) checks.push((await user.object.validateSession(id)).kind);
  const listed = await user.object.listSessions();

  expect(checks).toEqual(["invalid", ...Array<string>(MOST_SESSIONS).fill("valid")]);
  expect(listed).toHaveLength(MOST_SESSIONS);
  expect(listed[0]).toEqual({ createdAt: NOON + 1, expiresAt: NOON + 1 + DAY, deviceName: "device 1" });
  expect(await rows(user)).toMatchObject({ sessions: MOST_SESSIONS });
});

test("a session that has expired makes room, and is kept no longer", async () => {
  const user = newUser();
  clock.set(NOON);
  await user.object.createSession({ lifetimeMs: MINUTE });
  const lasting = await signIn(user);
  clock.advance(MINUTE);
  expect(await user.object.listSessions()).toHaveLength(1);
  await signIn(user);

  expect((await user.object.validateSession(lasting)).kind).toBe("valid");
  expect(await rows(user)).toMatchObject({ sessions: 2 });
});

test.for([0, -1, 1.5, NaN, Infinity, 31 * DAY])("a session cannot last for %d ms", async (lifetimeMs) => {
  const user = newUser();
  const outcome = await runInDurableObject(user.object, (object) =>
    object.createSession({ lifetimeMs }).catch(String),
  );

  expect(outcome).toContain("RangeError: Cannot create a session: lifetimeMs");
});

test("counts against the user's own limits, all of them or none", async () => {
  clock.set(NOON);
  const user = newUser();
  const sessionId = await signIn(user);
  const claims = [claim(3, MINUTE, "wide"), claim(2, MINUTE, "narrow")];
  await user.object.validateSession(sessionId, claims);
  await user.object.validateSession(sessionId, claims);
  const refused = await user.object.validateSession(sessionId, claims);
  const wide = await user.object.validateSession(sessionId, [claim(3, MINUTE, "wide")]);

  expect(refused).toMatchObject({
    kind: "refused",
    verdict: { violated: ["narrow"], retryAt: NOON + MINUTE },
  });
  expect(wide).toMatchObject({ kind: "valid", verdict: { standings: [{ remaining: 0 }] } });
});

test("gives back, once, what another layer has refused", async () => {
  clock.set(NOON);
  const user = newUser();
  const sessionId = await signIn(user);
  const claims = [claim(1, 5 * MINUTE)];
  const check = await user.object.validateSession(sessionId, claims);
  if (check.kind !== "valid") throw new Error("The first of one must be valid");
  await user.object.refundUserRateLimit(check.verdict.receipt);
  await user.object.refundUserRateLimit(check.verdict.receipt);

  expect((await user.object.validateSession(sessionId, claims)).kind).toBe("valid");
  expect((await user.object.validateSession(sessionId, claims)).kind).toBe("refused");
});

test("lets through exactly as many of fifty at once as the limit has room for", async () => {
  const user = newUser();
  const sessionId = await signIn(user);
  const checks = await Promise.all(
    Array.from({ length: 50 }, async () => await user.object.validateSession(sessionId, [claim(7, MINUTE)])),
  );

  expect(checks.filter(({ kind }) => kind === "valid")).toHaveLength(7);
});

test("writes no row for a request that is let through, if its windows are of a minute", async () => {
  const user = newUser();
  const sessionId = await signIn(user);
  const before = await written(user);
  for (let sent = 0; sent < 20; sent++) await user.object.validateSession(sessionId, [claim(100, MINUTE)]);
  const after = await written(user);
  await user.object.validateSession(sessionId, [claim(100, 60 * MINUTE)]);

  expect(after - before).toBe(0);
  expect((await written(user)) - after).toBeGreaterThan(0);
});

/** How many rows the object has changed since it woke. */
async function written(user: TestUser): Promise<number> {
  return await runInDurableObject(
    user.object,
    (_, { storage: { sql } }) => sql.exec<{ n: number }>("SELECT total_changes() AS n").one().n,
  );
}

test("keeps nothing of a user whom nobody has signed in", async () => {
  const user = newUser();
  await user.object.validateSession("guessed", [claim(5, 60 * MINUTE)]);
  await user.object.revokeSession("guessed");
  await user.object.revokeAllSessions();
  await user.object.listSessions();
  await user.object.getAbuseState();
  await user.object.getAuditEvents();
  await user.object.loginAllowed();

  expect(await rows(user)).toEqual({});
});

test("forgets all of a user, and can begin again", async () => {
  clock.set(NOON);
  const user = newUser();
  const sessionId = await signIn(user);
  const claims = [claim(1, 60 * MINUTE)];
  await user.object.validateSession(sessionId, claims);
  await user.object.escalateAbuse("spam");
  await user.object.forget();
  expect(await rows(user)).toEqual({});
  expect((await user.object.validateSession(sessionId)).kind).toBe("invalid");

  const again = await signIn(user);
  expect((await user.object.validateSession(again, claims)).kind).toBe("valid");
  expect(await user.object.getAuditEvents()).toEqual([]);
});
