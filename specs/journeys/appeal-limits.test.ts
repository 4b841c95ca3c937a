import { env } from "cloudflare:workers";
import { addressObject } from "#grove/address-object";
import { app } from "#grove/app";
import { clientAddress, clock, evict, newActor, newTenant, request, tenantObject } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ban, readStanding, repeat, sendAppeal, violatedBy } from "./appeals.requests.ts";

const NOON = Date.UTC(2026, 10, 30, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  clock.set(NOON);
});

afterEach(() => {
  vi.restoreAllMocks();
});

test("a user appeals five times an hour, also across eviction, and more is no step up the ladder", async () => {
  const [tenant, actor] = [await newTenant(), await newActor()];
  await repeat(5, async () => await sendAppeal(tenant, actor));
  await evict(actor.object);
  const refused = await sendAppeal(tenant, actor);
  const { ladder } = await actor.object.getAbuseState();
  const told = [refused.status, refused.headers.get("retry-after"), refused.headers.get("cache-control")];

  expect(told).toEqual([429, "3600", "no-store"]);
  expect(await violatedBy(refused)).toEqual(["appeals"]);
  expect(ladder.violations).toBe(0);
  clock.advance(HOUR);
  expect((await sendAppeal(tenant, actor)).status).toBe(409);
});

test("a user reads where they stand sixty times an hour, whatever the verb", async () => {
  const [tenant, actor] = [await newTenant(), await newActor()];
  const statuses = await repeat(
    60,
    async (i) => await readStanding(tenant, actor, i % 2 === 0 ? "GET" : "HEAD"),
  );

  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await readStanding(tenant, actor, "HEAD")).status).toBe(429);
  expect(await violatedBy(await readStanding(tenant, actor))).toEqual(["standing"]);
});

test("an address appeals twenty times an hour, across eviction, and whom it refuses loses nothing of their own", async () => {
  const tenant = await newTenant();
  for (let sender = 0; sender < 4; sender++) {
    const actor = await newActor();
    await repeat(5, async () => await sendAppeal(tenant, actor));
  }
  const last = await newActor();
  const refused = await sendAppeal(tenant, last);
  // What the isolate remembers is asked about again after a minute.
  clock.advance(MINUTE);
  await evict((await addressObject(env, clientAddress().replace(/::1$/, ":0::/64"))).object);
  const again = await sendAppeal(tenant, last);
  clock.advance(HOUR - MINUTE);
  const later = await sendAppeal(tenant, last);

  expect([refused.status, again.status, later.status]).toEqual([429, 429, 204]);
  expect(await violatedBy(refused)).toEqual(["appeals by address"]);
  expect(later.headers.get("ratelimit")).toBe('"appeals";r=4;t=3600');
});

test("what a user's own limit refuses costs their address nothing, and no object call", async () => {
  const tenant = await newTenant();
  const [loud, quiet] = [await newActor(), await newActor()];
  await repeat(5, async () => await sendAppeal(tenant, loud));
  await sendAppeal(tenant, loud);
  const asked = { getByName: () => expect.unreachable("no object is to be asked") };
  const refused = await app.fetch(
    new Request(`${tenant.origin}/api/standing/appeal`, {
      method: "POST",
      headers: {
        ...loud.headers,
        "Content-Type": "application/json",
        "cf-connecting-ip": clientAddress(),
      },
      body: JSON.stringify({ note: "Again." }),
    }),
    { ...env, SESSIONS: asked, ADDRESSES: asked },
  );
  const heard = await repeat(5, async () => await sendAppeal(tenant, quiet));
  const told = await repeat(10, async () => {
    // What the isolate remembers is asked about again after a minute.
    clock.advance(MINUTE);
    return await sendAppeal(tenant, quiet);
  });

  expect(await violatedBy(refused)).toEqual(["appeals"]);
  expect(heard).toEqual([204, 409, 409, 409, 409]);
  expect(told).toEqual(Array(10).fill(429));
  expect((await sendAppeal(tenant, await newActor())).status).toBe(204);
});

test("a blog whose limits are used up stands in nobody's way, and pays for no appeal", async () => {
  const [tenant, actor] = [await newTenant({ tier: "seedling" }), await newActor()];
  for (let sent = 0; sent < 50; sent++) await request(tenant, "/", { method: "POST" });
  await ban(actor);
  const statuses = [(await sendAppeal(tenant, actor)).status, (await readStanding(tenant, actor)).status];

  expect(statuses).toEqual([204, 200]);
  expect(await tenantObject(tenant).getRateLimitState()).toMatchObject({
    limits: { categories: { requests: { used: 0 }, writes: { used: 50 } } },
  });
});

test("a note that cannot be kept is told so, and counts nowhere", async () => {
  const [tenant, actor] = [await newTenant(), await newActor()];
  const notes = ["", "  ", "x".repeat(501), 7, "\0"];
  const statuses = [];
  for (const note of notes) statuses.push((await sendAppeal(tenant, actor, note)).status);

  expect(statuses).toEqual(notes.map(() => 400));
  expect((await sendAppeal(tenant, actor)).headers.get("ratelimit")).toBe('"appeals";r=4;t=3600');
});
