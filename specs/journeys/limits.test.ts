import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Problem } from "#grove/contracts/problem";
import { TenantLimits } from "#grove/contracts/limits";
import { clock, newTenant, request, tenantObject } from "#specs/fixtures";
import { expect, test } from "vitest";

const NOON = Date.UTC(2026, 10, 21, 12);

test("lets a seedling have a hundred requests in a minute and refuses the next", async () => {
  clock.set(NOON);
  const garden = await newTenant({ tier: "seedling", displayName: "Garden" });
  const first = await request(garden, "/");
  for (let sent = 1; sent < 99; sent++) await request(garden, "/");
  const hundredth = await request(garden, "/");
  const refused = await request(garden, "/");

  expect(first.headers.get("ratelimit-policy")).toBe('"requests";q=100;w=60');
  expect(first.headers.get("ratelimit")).toMatch(/^"requests";r=99;t=\d+$/);
  expect(hundredth.status).toBe(200);
  expect(hundredth.headers.get("x-ratelimit-remaining")).toBe("0");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("cache-control")).toBe("no-store");
  expect(refused.headers.get("retry-after")).toBe("60");
  expect(refused.headers.get("content-type")).toBe("application/problem+json");
  expect(Problem.parse(await refused.json())).toMatchObject({
    type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
    title: "Too many requests",
    detail: "Garden may have 100 requests a minute, and has had them. Try again in 60 seconds.",
    "violated-policies": ["requests"],
    retryAfter: 60,
  });
});

test("lets the tenant in again at the moment that the refusal named", async () => {
  clock.set(NOON);
  const garden = await newTenant();
  for (let sent = 0; sent < 100; sent++) await request(garden, "/");
  const refused = await request(garden, "/");
  clock.advance(Number(refused.headers.get("retry-after")) * 1000);

  expect((await request(garden, "/")).status).toBe(200);
});

test("shows a browser a page that says the same", async () => {
  clock.set(NOON);
  const garden = await newTenant();
  for (let sent = 0; sent < 100; sent++) await request(garden, "/");
  const refused = await request(garden, "/", { headers: { Accept: "text/html,*/*;q=0.8" } });

  expect(refused.status).toBe(429);
  expect(refused.headers.get("content-type")).toContain("text/html");
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.text()).toContain("Try again in");
});

test("admits exactly the rest when fifty requests come at once", async () => {
  clock.set(NOON);
  const garden = await newTenant();
  for (let sent = 0; sent < 80; sent++) await request(garden, "/");
  const answers = await Promise.all(Array.from({ length: 50 }, async () => await request(garden, "/")));

  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(30);
});

test("counts one tenant's requests against no other", async () => {
  clock.set(NOON);
  const [busy, quiet] = [await newTenant(), await newTenant()];
  for (let sent = 0; sent < 101; sent++) await request(busy, "/");

  expect((await request(busy, "/")).status).toBe(429);
  expect((await request(quiet, "/")).status).toBe(200);
});

test("a plan change is seen by the next request, and what was used stays used", async () => {
  clock.set(NOON);
  const garden = await newTenant({ tier: "seedling" });
  for (let sent = 0; sent < 100; sent++) await request(garden, "/");

  const changed = await tenantObject(garden).updateConfig({ tier: "sapling", expectedVersion: 1 });
  const next = await request(garden, "/");

  expect(changed).toMatchObject({ kind: "changed", tenant: { tier: "sapling", version: 2 } });
  expect(next.status).toBe(200);
  expect(next.headers.get("x-ratelimit-limit")).toBe("500");
  expect(next.headers.get("x-ratelimit-remaining")).toBe("399");

  await tenantObject(garden).updateConfig({ tier: "seedling", expectedVersion: 2 });
  expect((await request(garden, "/")).status).toBe(429);
});

test("a change made in the database is seen once the object is told", async () => {
  clock.set(NOON);
  const garden = await newTenant({ tier: "seedling" });
  await request(garden, "/");
  await env.DB.prepare("UPDATE tenants SET tier = 'oak', version = version + 1 WHERE id = ?")
    .bind(garden.id)
    .run();
  expect((await request(garden, "/")).headers.get("x-ratelimit-limit")).toBe("100");

  await tenantObject(garden).invalidateConfig();

  expect((await request(garden, "/")).headers.get("x-ratelimit-limit")).toBe("1000");
});

test("refuses a change made from an old reading", async () => {
  const garden = await newTenant({ tier: "seedling" });
  await tenantObject(garden).updateConfig({ displayName: "Renamed", expectedVersion: 1 });

  const late = await tenantObject(garden).updateConfig({ tier: "oak", expectedVersion: 1 });

  expect(late).toEqual({ kind: "conflict", version: 2 });
  expect(await tenantObject(garden).getConfig()).toMatchObject({ displayName: "Renamed", tier: "seedling" });
});

test("of many simultaneous changes from one reading, one is made", async () => {
  const garden = await newTenant();
  const changes = await Promise.all(
    Array.from({ length: 8 }, async (_, index) =>
      tenantObject(garden).updateConfig({ displayName: `Name ${index}`, expectedVersion: 1 }),
    ),
  );

  expect(changes.filter(({ kind }) => kind === "changed")).toHaveLength(1);
  expect(changes.filter(({ kind }) => kind === "conflict")).toHaveLength(7);
});

test("tells what is used of each limit, and counts the question too", async () => {
  clock.set(NOON);
  const garden = await newTenant({ tier: "oak" });
  await request(garden, "/", { method: "POST" });
  await request(garden, "/");

  const limits = TenantLimits.parse(await (await request(garden, "/api/limits")).json());

  expect(limits).toMatchObject({ tenant: garden.subdomain, tier: "oak", version: 1 });
  expect(limits.categories.requests).toMatchObject({
    limit: 1_000,
    windowSeconds: 60,
    used: 2,
    remaining: 998,
  });
  expect(limits.categories.writes).toMatchObject({ limit: 500, windowSeconds: 3_600, used: 1 });
});

test("eviction forgets nothing", async () => {
  clock.set(NOON);
  const garden = await newTenant({ tier: "sapling" });
  for (let sent = 0; sent < 5; sent++) await request(garden, "/");
  await evictDurableObject(tenantObject(garden));

  const next = await request(garden, "/");

  expect(next.headers.get("x-ratelimit-limit")).toBe("500");
  expect(next.headers.get("x-ratelimit-remaining")).toBe("494");
});

test("a name that is no tenant's is answered and leaves nothing behind", async () => {
  const nobody = { subdomain: "nobody-at-all" };
  const stub = tenantObject(nobody);

  expect(await stub.checkTenantRateLimit({ category: "requests" })).toEqual({ kind: "unknown" });
  expect(await stub.getRateLimitState()).toEqual({ kind: "unknown" });
  const { keys, tables } = await runInDurableObject(stub, async (_object, state) => ({
    keys: await state.storage.list(),
    tables: state.storage.sql
      .exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'")
      .toArray(),
  }));
  expect(keys.size).toBe(0);
  expect(tables).toEqual([]);
});

test("a tenant made after its name was asked for is found, once the Worker has forgotten the answer", async () => {
  clock.set(NOON);
  const garden = await newTenant();
  await env.DB.prepare("UPDATE tenants SET subdomain = ? WHERE id = ?").bind("elsewhere", garden.id).run();
  expect((await request(garden, "/")).status).toBe(404);

  await env.DB.prepare("UPDATE tenants SET subdomain = ? WHERE id = ?")
    .bind(garden.subdomain, garden.id)
    .run();
  clock.advance(30_000);

  expect((await request(garden, "/")).status).toBe(200);
});
