import { runInDurableObject } from "cloudflare:test";
import type { Claim } from "#implementations/threshold";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { userIdOf } from "#grove/contracts/object-name";
import { SANDBOX_LIFETIME_MS } from "#grove/contracts/sandbox";
import { SIGN_INS_PER_ACCOUNT } from "#grove/contracts/session";
import { sessionObject } from "#grove/session-object";
import { sweepSandboxes } from "#grove/sweep";
import { clock, newMember, newSilence } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { removeSandboxes } from "./sandboxes.requests.ts";
import { attempt, signInTo } from "./sign-in.requests.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;

beforeEach(async () => {
  clock.set(NOON);
  await removeSandboxes();
});

afterEach(() => {
  vi.restoreAllMocks();
});

test("a sandbox is swept when it has been over for a minute, and not before", async () => {
  await newMember();
  clock.advance(SANDBOX_LIFETIME_MS + MINUTE - 1);
  expect(await sweepSandboxes(env, Date.now())).toBe(0);
  clock.advance(1);

  expect(await sweepSandboxes(env, Date.now())).toBe(1);
});

test("an attempt to sign in that meets a sweep leaves nothing behind", async () => {
  const member = await newMember();
  clock.advance(SANDBOX_LIFETIME_MS - 1);
  const met: number[] = [];
  const account = {
    loginAllowed: async (claims: Claim[]) => await member.object.loginAllowed(claims),
    checkUserRateLimit: async (claims: Claim[]) => {
      clock.advance(1);
      met.push(await sweepSandboxes(env, Date.now()));
      return await member.object.checkUserRateLimit(claims);
    },
    refundUserRateLimit: async () => await Promise.reject(new Error("Network connection lost.")),
  };
  const url = `http://grove.localhost${member.path}/sessions`;
  const answer = await app.fetch(new Request(url, attempt(member.passphrase)), {
    ...env,
    SESSIONS: { getByName: () => account },
  });
  clock.advance(MINUTE);

  expect([answer.status, met]).toEqual([404, [0]]);
  expect(await sweepSandboxes(env, Date.now())).toBe(1);
  const tables = await runInDurableObject(member.object, (_, { storage: { sql } }) =>
    sql.exec("SELECT name FROM sqlite_schema WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray(),
  );
  expect(tables).toEqual([]);
});

test("there is nobody to sign in to once the sandbox is over, and nothing of its user is left when it is swept", async () => {
  const member = await newMember();
  await signInTo(member, "wrong");
  clock.advance(SANDBOX_LIFETIME_MS);
  expect((await signInTo(member)).status).toBe(404);
  clock.advance(MINUTE);

  expect(await sweepSandboxes(env, Date.now())).toBe(1);
  expect(await member.object.listSessions()).toEqual([]);
  expect(await member.object.readUserRateLimit([{ policy: SIGN_INS_PER_ACCOUNT, key: "" }])).toMatchObject([
    { used: 0 },
  ]);
});

test("a sandbox whose user cannot be forgotten stays for the next sweep", async () => {
  const member = await newMember();
  clock.advance(SANDBOX_LIFETIME_MS + MINUTE);
  const SESSIONS = {
    getByName: () => ({ forget: async () => await Promise.reject(new Error("Network connection lost.")) }),
  };

  expect(await sweepSandboxes({ ...env, SESSIONS } as unknown as Env, Date.now())).toBe(0);
  expect(await sweepSandboxes(env, Date.now())).toBe(1);
  expect(await sweepSandboxes(env, Date.now())).toBe(0);
  expect(member.id).toContain("sandbox-");
});

/** Sandboxes that have been over for a minute. */
async function letExpire(count: number): Promise<readonly string[]> {
  const members = await Promise.all(Array.from({ length: count }, async () => await newMember()));
  clock.advance(SANDBOX_LIFETIME_MS + MINUTE);
  return members.map(({ id }) => id);
}

/** The bindings, with the user's object of one sandbox, or of each, in its own way forgetful. */
function withUsers(forget: (userId: string) => Promise<void>): Env {
  const getByName = (name: string) => ({ forget: async () => await forget(userIdOf(name)) });
  return { ...env, SESSIONS: { getByName } } as unknown as Env;
}

async function forgetUser(userId: string): Promise<void> {
  await sessionObject(env, userId).forget();
}

test("however much is to be forgotten, six objects are told at a time", async () => {
  await letExpire(4);
  let [now, most] = [0, 0];
  const each = <Namespace extends object>(namespace: Namespace): Namespace =>
    new Proxy(namespace, {
      get: (target, name) => (objectName: string) => ({
        forget: async () => {
          most = Math.max(most, ++now);
          await (target as unknown as Env["SESSIONS"])[name as "getByName"](objectName).forget();
          now -= 1;
        },
      }),
    });
  const { SESSIONS, TENANTS, POSTS, ANALYTICS } = env;
  const watched = {
    SESSIONS: each(SESSIONS),
    TENANTS: each(TENANTS),
    POSTS: each(POSTS),
    ANALYTICS: each(ANALYTICS),
  };

  expect(await sweepSandboxes({ ...env, ...watched }, Date.now())).toBe(4);
  expect(most).toBe(6);
});

test("an object that was away for a moment is told again", async () => {
  await letExpire(1);
  newSilence();
  let told = 0;
  const away = withUsers(async (userId) => {
    told += 1;
    if (told === 1) throw Object.assign(new Error("Network connection lost."), { retryable: true });
    await forgetUser(userId);
  });

  expect([await sweepSandboxes(away, Date.now()), told]).toEqual([1, 2]);
});

test("the log says which object could not be told and why, and the other sandboxes are swept", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const expired = await letExpire(3);
  const [silent, broken] = expired;
  const silence = newSilence();
  const users = withUsers(async (userId) => {
    if (userId === silent) await silence.keep();
    if (userId === broken) throw new Error("the disk is full");
    await forgetUser(userId);
  });

  expect(await sweepSandboxes(users, Date.now())).toBe(1);
  const told = warn.mock.calls.map(([line]) => JSON.parse(line as string) as { sandbox: string });
  const left = { level: "warn", event: "not forgotten", what: "user" };
  expect(told.toSorted((a, b) => expired.indexOf(a.sandbox) - expired.indexOf(b.sandbox))).toMatchObject([
    { ...left, sandbox: silent, why: "late", attempts: 3 },
    { ...left, sandbox: broken, why: "refused", attempts: 1, error: "Error: the disk is full" },
  ]);
  expect(await sweepSandboxes(env, Date.now())).toBe(2);
});
