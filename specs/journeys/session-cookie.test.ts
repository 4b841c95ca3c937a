import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { Problem } from "#grove/contracts/problem";
import { openSession, sealSession } from "#grove/contracts/sealed-session";
import {
  clock,
  newActor,
  newMemberOf,
  newTenant,
  ownerOf,
  request,
  tenantObject,
  type TestTenant,
} from "#specs/fixtures";
import fc from "fast-check";
import { expect, test } from "vitest";

const KEYS = ["b", "a"].map((letter) => `${letter}:${letter.repeat(42)}A`);
const [NEW = "", OLD = ""] = KEYS;
const NAME = { userId: "user-alice", sessionId: "s".repeat(43) };

async function signInAs(user: unknown, on: TestTenant): Promise<Response> {
  return await request(on, "/api/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user }),
  });
}

async function put(on: TestTenant, headers: Record<string, string>): Promise<Response> {
  return await request(on, "/api/members/u-nobody", {
    method: "PUT",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({ role: "viewer" }),
  });
}

test("what was sealed is opened by any of the keys, so that they can be changed under way", async () => {
  const sealed = await sealSession(OLD, NAME);

  expect(await openSession(OLD, sealed)).toEqual(NAME);
  expect(await openSession(`${NEW},${OLD}`, sealed)).toEqual(NAME);
  expect(await openSession(NEW, sealed)).toBeUndefined();
  expect(await sealSession(`${NEW},${OLD}`, NAME)).toMatch(/^b\./);
  expect(sealed).not.toContain("alice");
  expect(await sealSession(OLD, NAME)).not.toBe(sealed);
});

test("whatever else is sent opens nothing: any character changed, cut or made up", async () => {
  const sealed = await sealSession(OLD, NAME);
  const changed = fc
    .tuple(fc.nat(sealed.length - 1), fc.constantFrom(..."abcXYZ019-_.".split("")))
    .map(([at, letter]) => {
      return sealed.slice(0, at) + letter + sealed.slice(at + 1);
    });
  const cut = fc.nat(sealed.length - 1).map((length) => sealed.slice(0, length));
  const anything = fc.oneof(changed, cut, fc.string({ unit: "binary" }), fc.constant(`b${sealed.slice(1)}`));
  const forged: string[] = [];
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(anything, async (text) => {
      if (text === sealed) return;
      // The last character holds bits that stand for nothing: another text may be the same bytes.
      const found = await openSession(`${NEW},${OLD}`, text);
      if (found && text.slice(0, -1) !== sealed.slice(0, -1)) forged.push(text);
      tried += 1;
    }),
    { numRuns: 500, seed: 20_261_129 },
  );

  expect(forged).toEqual([]);
  expect(tried).toBeGreaterThan(300);
});

test.for(["", "a", "a:short", `a:${"a".repeat(44)}`, `:${"a".repeat(43)}`])(
  "keys like %j are refused",
  async (keys) => {
    await expect(sealSession(keys, NAME)).rejects.toThrow("SESSION_KEYS");
  },
);

test("signing in gives a cookie that no script reads, for all blogs, and it lets its user in", async () => {
  const tenant = await newTenant({ tier: "evergreen" });
  const answer = await signInAs(tenant.ownerId, tenant);
  const cookie = answer.headers.get("set-cookie") ?? "";
  const [pair = ""] = cookie.split(";");

  expect(answer.status).toBe(201);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(cookie).toMatch(
    /^grove_session=[\w.-]+; Max-Age=2592000; Domain=grove\.localhost; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect(await answer.json()).toMatchObject({ userId: tenant.ownerId });
  expect((await request(tenant, "/api/members", { headers: { Cookie: pair } })).status).toBe(200);
});

test("signing out ends the session and takes the cookie back", async () => {
  const tenant = await newTenant({ tier: "evergreen" });
  const owner = await ownerOf(tenant);
  const headers = { Cookie: `grove_session=${owner.sealed}`, Origin: tenant.origin };
  const answer = await request(tenant, "/api/session", { method: "DELETE", headers });

  expect(answer.status).toBe(204);
  expect(answer.headers.get("set-cookie")).toMatch(
    /^grove_session=; Max-Age=0; Domain=grove\.localhost; Path=\//,
  );
  expect((await request(tenant, "/api/members", { headers })).status).toBe(401);
  expect(await owner.object.listSessions()).toEqual([]);
});

test.for([
  ["DEVELOPMENT_SIGN_IN", undefined],
  ["DEVELOPMENT_SIGN_IN", "true"],
  ["SESSION_KEYS", undefined],
] as const)("nobody signs in where %s is %s", async ([binding, value]) => {
  const tenant = await newTenant();
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: `{"user":"${tenant.ownerId}"}`,
  };
  const answer = await app.fetch(new Request(`${tenant.origin}/api/session`, init), {
    ...env,
    [binding]: value,
  });

  expect(answer.status).toBe(403);
  expect(Problem.parse(await answer.json()).title).toBe("Nobody can sign in here");
  expect(answer.headers.has("set-cookie")).toBe(false);
  expect(await (await ownerOf(tenant)).object.listSessions()).toHaveLength(1);
});

test("a user that there is not is told so, and counts against the address alone", async () => {
  const tenant = await newTenant({ tier: "evergreen" });
  const answers = [];
  for (let sent = 0; sent < 21; sent++) answers.push(await signInAs(`u-${sent}`, tenant));

  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(20).fill(401), 429]);
  expect(Problem.parse(await answers[0]!.json()).errors).toMatchObject([{ pointer: "/user" }]);
  expect(Problem.parse(await answers[20]!.json())["violated-policies"]).toEqual(["sign-ins by address"]);
  expect(await tenantObject(tenant).getRateLimitState()).toMatchObject({
    limits: { categories: { writes: { used: 0 } } },
  });
});

test("an account is signed in to five times in a quarter of an hour", async () => {
  clock.set(Date.UTC(2026, 10, 29, 12));
  const tenant = await newTenant({ tier: "evergreen" });
  const statuses = [];
  for (let sent = 0; sent < 6; sent++) statuses.push((await signInAs(tenant.ownerId, tenant)).status);

  expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
});

test("a page of another origin changes nothing with the cookie, and reads as before", async () => {
  const tenant = await newTenant({ tier: "evergreen" });
  const cookie = { Cookie: `grove_session=${(await ownerOf(tenant)).sealed}` };
  const foreign = ["http://evil.example", "http://grove.localhost", `${tenant.origin}:81`, "null", undefined];
  const refused = [];
  for (const origin of foreign)
    refused.push((await put(tenant, { ...cookie, ...(origin && { Origin: origin }) })).status);
  const own = await put(tenant, { ...cookie, Origin: tenant.origin });
  const reading = await request(tenant, "/api/members", {
    headers: { ...cookie, Origin: "http://evil.example" },
  });

  expect(refused).toEqual([403, 403, 403, 403, 403]);
  expect([own.status, reading.status]).toEqual([404, 200]);
});

test("a cookie whose session has ended, or that nobody has sealed, reads what everybody may read", async () => {
  const tenant = await newTenant({ tier: "evergreen" });
  const viewer = await newMemberOf(tenant, "viewer");
  await viewer.object.revokeAllSessions();
  const ended = { Cookie: `grove_session=${viewer.sealed}` };

  expect((await request(tenant, "/", { headers: ended })).status).toBe(200);
  expect((await request(tenant, "/", { headers: { Cookie: "grove_session=x" } })).status).toBe(200);
  expect((await request(tenant, "/api/members", { headers: ended })).status).toBe(401);
});

test("a session is one object call, whatever the user's role", async () => {
  const tenant = await newTenant({ tier: "evergreen" });
  const actor = await newActor();
  const calls: string[] = [];
  const spied = (name: string) => {
    const stub = env.SESSIONS.getByName(name);
    return new Proxy(stub, {
      get(_, method: string) {
        return async (...args: unknown[]) => {
          calls.push(method);
          return await (stub as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[method]!(
            ...args,
          );
        };
      },
    });
  };
  const init = { headers: actor.headers };
  await app.fetch(new Request(`${tenant.origin}/api/members`, init), {
    ...env,
    SESSIONS: { getByName: spied },
  });

  expect(calls).toEqual(["validateSession"]);
});
