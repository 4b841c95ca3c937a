import { runInDurableObject } from "cloudflare:test";
import type { Claim } from "#implementations/threshold";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { SANDBOX_LIFETIME_MS } from "#grove/contracts/sandbox";
import { SIGN_INS_PER_ACCOUNT } from "#grove/contracts/session";
import { sweepSandboxes } from "#grove/sweep";
import { clock, newMember } from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";
import { removeSandboxes } from "./sandboxes.requests.ts";
import { attempt, signInTo } from "./sign-in.requests.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;

beforeEach(async () => {
  clock.set(NOON);
  await removeSandboxes();
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
