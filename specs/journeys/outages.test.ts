import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { Problem } from "#grove/contracts/problem";
import { newSilence, newTenant, request, tenantObject, type TestTenant } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Visits a blog whose object cannot be reached the first time, or the first so many times. */
async function visit(
  garden: TestTenant,
  failure: object,
  { times = Infinity, method = "POST" } = {},
): Promise<[Response, number]> {
  let reached = 0;
  const TENANTS = {
    getByName(name: string) {
      reached += 1;
      const stub = env.TENANTS.getByName(name);
      if (reached > times) return stub;
      const checkTenantRateLimit = async () => {
        throw Object.assign(new Error("Network connection lost."), failure);
      };
      return { checkTenantRateLimit };
    },
  };
  const answer = await app.fetch(new Request(garden.origin, { method }), { ...env, TENANTS });
  return [answer, reached];
}

test("reaches an object that was away for a moment with a second call", async () => {
  // One that is no page view: to count such a view is a call of its own.
  const [answer, reached] = await visit(await newTenant(), { retryable: true }, { times: 1, method: "HEAD" });

  expect(answer.status).toBe(200);
  expect(reached).toBe(2);
});

test.for([
  [{ retryable: true }, 2],
  [{ retryable: true, overloaded: true }, 1],
  [{ overloaded: true }, 1],
])("answers 503 and says when to come back, after %o", async ([failure, calls]) => {
  const [answer, reached] = await visit(await newTenant(), failure as object);
  const told = Problem.parse(await answer.json());

  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe(String(told.retryAfter));
  expect(told.detail).not.toMatch(/connection|object/i);
  expect(reached).toBe(calls);
});

test("reading goes on uncounted while the object is away, for tenants and for nobody else", async () => {
  const [answer] = await visit(await newTenant(), { overloaded: true }, { method: "GET" });
  const nobody = { ...(await newTenant()), origin: "http://nobody-here.grove.localhost" };
  const [stranger] = await visit(nobody, { overloaded: true }, { method: "GET" });

  expect(answer.status).toBe(200);
  expect(answer.headers.has("ratelimit")).toBe(false);
  expect(stranger.status).toBe(404);
});

test("an object that answers too late is not waited for", async () => {
  const garden = await newTenant();
  const silence = newSilence();
  const silent = { checkTenantRateLimit: async () => await silence.keep() };
  const TENANTS = { getByName: () => silent } as unknown as Env["TENANTS"];

  const read = await app.fetch(new Request(garden.origin), { ...env, TENANTS });
  const write = await app.fetch(new Request(garden.origin, { method: "POST" }), { ...env, TENANTS });

  expect(read.status).toBe(200);
  expect(write.status).toBe(503);
  // The object's twice, and the database's, which does answer.
  expect(silence.waits).toEqual([1_000, 1_000, 1_000]);
});

test("an object's own mistake is a 500, and is not asked for twice", async () => {
  const [answer, reached] = await visit(await newTenant(), { remote: true });

  expect(answer.status).toBe(500);
  expect(reached).toBe(1);
});

/** Puts a database into the tenant's object that fails once it has done what it was asked. */
async function failAfterwards(garden: TestTenant, message: string): Promise<void> {
  await runInDurableObject(tenantObject(garden), (object) => {
    const prepare = (sql: string) => ({
      bind: (...values: unknown[]) => ({
        first: async () => {
          await env.DB.prepare(sql)
            .bind(...values)
            .first();
          throw new Error(message);
        },
      }),
    });
    Object.assign(object, { env: { ...env, DB: { prepare } } });
  });
}

async function mend(garden: TestTenant): Promise<void> {
  await runInDurableObject(tenantObject(garden), (object) => void Object.assign(object, { env }));
}

test("a database that is away is a 503, and one that refuses the statement a 500", async () => {
  const [away, wrong] = [await newTenant(), await newTenant()];
  await failAfterwards(away, "D1_ERROR: Network connection lost.");
  await failAfterwards(wrong, "D1_ERROR: no such column: colour: SQLITE_ERROR");

  expect((await request(away, "/", { method: "POST" })).status).toBe(503);
  expect((await request(wrong, "/", { method: "POST" })).status).toBe(500);
  await mend(away);
  expect((await request(away, "/")).status).toBe(200);
});

test("a change that was made, but whose answer was lost, is seen by the next request", async () => {
  const garden = await newTenant({ tier: "seedling" });
  await request(garden, "/");
  await failAfterwards(garden, "D1_ERROR: Network connection lost.");
  // Caught within the object: an object method that fails leaves its own promise unhandled in the test runner.
  const outcome = await runInDurableObject(tenantObject(garden), (object) =>
    object.updateConfig({ tier: "oak", expectedVersion: 1 }).catch(String),
  );
  expect(outcome).toContain("Network connection lost");
  await mend(garden);

  expect((await request(garden, "/")).headers.get("x-ratelimit-limit")).toBe("1000");
});
