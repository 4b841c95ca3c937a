import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { Problem } from "#grove/contracts/problem";
import { CountedRequest, Sandbox, SANDBOX_LIFETIME_MS, SandboxState } from "#grove/contracts/sandbox";
import { newTenant, newPost, clock, site } from "#specs/fixtures";
import worker from "#grove/worker";
import { beforeEach, expect, test } from "vitest";
import { ask, make, countSandboxes, removeSandboxes } from "./sandboxes.requests.ts";

beforeEach(removeSandboxes);

test("makes a tenant that lasts ten minutes, and says all about it", async () => {
  const now = Date.UTC(2026, 10, 21);
  clock.set(now);
  const answer = await ask({ tier: "oak" });
  const made = Sandbox.parse(await answer.json());

  expect(answer.status).toBe(201);
  expect(answer.headers.get("location")).toBe(`/api/sandboxes/${made.id}`);
  expect(made).toMatchObject({ tier: "oak", host: `${made.id}.grove.localhost` });
  expect(made.limits.requests).toEqual({ limit: 1_000, windowSeconds: 60 });
  expect(made.expiresAt).toBe(now + SANDBOX_LIFETIME_MS);
});

test("counts requests by their method, refuses past the limit, and reading it costs nothing", async () => {
  clock.set(Date.UTC(2026, 10, 21));
  const { id, requests } = await make();
  const first = await site(requests);
  for (let sent = 1; sent < 100; sent++) await site(requests);
  const refused = await site(requests);
  const write = await site(requests, { method: "POST", body: "anything" });
  await site(`/api/sandboxes/${id}`);
  const state = SandboxState.parse(await (await site(`/api/sandboxes/${id}`)).json());

  expect(CountedRequest.parse(await first.json())).toEqual({
    category: "requests",
    used: 1,
    remaining: 99,
    limit: 100,
    windowSeconds: 60,
  });
  expect(first.headers.get("ratelimit-policy")).toBe('"requests";q=100;w=60');
  expect(refused.status).toBe(429);
  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["requests"]);
  expect(CountedRequest.parse(await write.json())).toMatchObject({ category: "writes", used: 1, limit: 50 });
  expect(state.categories.requests).toMatchObject({ used: 100, remaining: 0 });
  expect(state.categories.writes).toMatchObject({ used: 1 });
});

test("spends the same counts by its blog's host", async () => {
  const { id, requests } = await make();
  const blog = await site(requests);
  const { exports } = await import("cloudflare:workers");
  const home = await exports.default.fetch(`http://${id}.grove.localhost/`);

  expect(blog.headers.get("x-ratelimit-remaining")).toBe("99");
  expect(home.status).toBe(200);
  expect(home.headers.get("x-ratelimit-remaining")).toBe("98");
});

test("answers nothing after its time, swept or not", async () => {
  clock.set(Date.UTC(2026, 10, 21));
  const { id, requests } = await make();
  expect((await site(requests)).status).toBe(200);
  clock.advance(SANDBOX_LIFETIME_MS);

  expect((await site(requests)).status).toBe(404);
  expect((await site(`/api/sandboxes/${id}`)).status).toBe(404);
  expect(await countSandboxes()).toBe(1);
});

test("is swept by the clock, with all that is its own, and nothing else is", async () => {
  clock.set(Date.UTC(2026, 10, 21));
  const garden = await newTenant();
  await newPost(garden);
  const { id } = await make();
  await newPost({ id, subdomain: id, origin: "", ownerId: garden.ownerId }, { slug: "left-behind" });
  clock.advance(SANDBOX_LIFETIME_MS + 60_000);

  await worker.scheduled(createScheduledController(), env);

  expect(await countSandboxes()).toBe(0);
  const posts = await env.DB.prepare("SELECT tenant_id FROM posts WHERE tenant_id IN (?, ?)")
    .bind(id, garden.id)
    .all();
  expect(posts.results).toEqual([{ tenant_id: garden.id }]);
});

test("says which field is wrong", async () => {
  const wrongTier = Problem.parse(await (await ask({ tier: "redwood" })).json());
  const extra = await ask({ tier: "oak", limit: 1_000_000 });

  expect(wrongTier.status).toBe(400);
  expect(wrongTier.errors![0]!.pointer).toBe("/tier");
  expect(extra.status).toBe(400);
});

test("is not made for a client without an address", async () => {
  const answer = await ask(undefined, { "cf-connecting-ip": "unknown" });

  expect(answer.status).toBe(403);
  expect(await countSandboxes()).toBe(0);
});

test("an address among the sandboxes reaches no other tenant", async () => {
  const garden = await newTenant();

  expect((await site(`/api/sandboxes/${garden.subdomain}`)).status).toBe(404);
  expect((await site(`/api/sandboxes/${garden.subdomain}/requests`)).status).toBe(404);
});

test("an id that is no sandbox's is charged to the API's ceiling", async () => {
  clock.set(Date.UTC(2026, 10, 21));
  const { requests } = await make();
  await site(requests);
  for (let sent = 1; sent < 150; sent++) await site("/api/sandboxes/alice/requests");
  for (let sent = 0; sent < 149; sent++)
    await site(`/api/sandboxes/sandbox-${String(sent).padStart(12, "0")}/requests`);
  const last = await site("/api/sandboxes/alice/requests");

  expect(last.status).toBe(404);
  expect((await site("/api/sandboxes/alice/requests")).status).toBe(429);
  expect((await site("/api/sandboxes/sandbox-zzzzzzzzzzzz/requests")).status).toBe(429);
  expect((await site("/api/health")).status).toBe(429);
  expect((await site(requests)).status).toBe(200);
});

test("a tenant that stays cannot be spent as a sandbox, whatever its name", async () => {
  const checkTenantRateLimit = async () => ({
    kind: "counted",
    tenant: { id: "stays", subdomain: "sandbox-aaaaaaaaaaaa", displayName: "Stays" },
    verdict: {
      kind: "allowed",
      now: Date.now(),
      standings: [],
      wouldRefuse: [],
      receipt: { id: "", taken: [] },
    },
  });
  const TENANTS = { getByName: () => ({ checkTenantRateLimit }) };
  const path = "http://grove.localhost/api/sandboxes/sandbox-aaaaaaaaaaaa/requests";

  expect((await app.fetch(new Request(path), { ...env, TENANTS })).status).toBe(404);
});

test.for([
  ["http://localhost:8787", ".grove.localhost:8787"],
  ["https://grove.someone.workers.dev", undefined],
])("at %s, its host is …%s", async ([origin, tail]) => {
  const answer = await app.fetch(
    new Request(`${origin}/api/sandboxes`, {
      method: "POST",
      body: JSON.stringify({ tier: "oak" }),
      headers: { "Content-Type": "application/json", "cf-connecting-ip": "203.0.113.30" },
    }),
    env,
  );
  const { id, host } = Sandbox.parse(await answer.json());

  expect(host).toBe(tail && id + tail);
});

test("keeps no address, only a hash of one", async () => {
  await ask(undefined, { "cf-connecting-ip": "203.0.113.9" });
  const row = await env.DB.prepare("SELECT * FROM tenants WHERE expires_at IS NOT NULL").first();

  expect(row!["creator"]).toMatch(/^[\da-f]{64}$/);
  expect(row!["creator_network"]).toMatch(/^[\da-f]{64}$/);
  expect(JSON.stringify(row)).not.toContain("203.0.113");
});
