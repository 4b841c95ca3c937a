import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { clientAddress, clock, newTenant, tenantObject, type TestTenant } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const NOON = Date.UTC(2026, 10, 22, 12);
const LEASE = 1_000;

type Back = Parameters<ReturnType<typeof tenantObject>["takeBackLease"]>[0];

/** How often the object was asked, and what was given back to it. */
let asks = 0;
let asked: PromiseLike<unknown> | undefined;
let sent: Back[] = [];
/** What becomes on the way of what is given back. */
let takeBack = arrive;
let sleepers: { readonly until: number; readonly end: () => void }[] = [];

async function arrive(garden: TestTenant, back: Back): Promise<void> {
  await tenantObject(garden).takeBackLease(back);
}

beforeEach(() => {
  clock.set(NOON);
  asks = 0;
  sent = [];
  takeBack = arrive;
  sleepers = [];
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Moves the clock, and ends what was to sleep until then. */
function advance(byMs: number): void {
  clock.advance(byMs);
  const sleep = async (ms = 0) =>
    await new Promise<void>((end) => sleepers.push({ until: Date.now() + ms, end }));
  vi.spyOn(scheduler, "wait").mockImplementation(sleep);
  for (const { until, end } of sleepers) if (until <= Date.now()) end();
  sleepers = sleepers.filter(({ until }) => until > Date.now());
}

/** Sends so many requests, evenly; what they still have to do is in the context. */
async function visit(garden: TestTenant, times: number, everyMs = 10): Promise<ExecutionContext> {
  const context = createExecutionContext();
  for (let i = 0; i < times; i++) {
    advance(everyMs);
    await send(garden, context);
    await asked; // Also one that no request waits for.
  }
  return context;
}

async function send(garden: TestTenant, context: ExecutionContext): Promise<void> {
  const object = tenantObject(garden);
  const watched = {
    async checkTenantRateLimit(...args: Parameters<typeof object.checkTenantRateLimit>) {
      asks += 1;
      const check = object.checkTenantRateLimit(...args);
      asked = check;
      return await check;
    },
    async takeBackLease(back: Back) {
      sent.push(back);
      await takeBack(garden, back);
    },
  };
  const request = new Request(garden.origin, { method: "HEAD" });
  request.headers.set("cf-connecting-ip", clientAddress());
  const by = { ...env, TENANTS: { getByName: () => watched } } as unknown as Env;
  expect((await app.fetch(request, by, context)).status).toBe(200);
}

/** Lets a lease go by, and all that waits for its end do its work. */
async function fallQuiet(context: ExecutionContext): Promise<void> {
  advance(LEASE);
  await waitOnExecutionContext(context);
}

async function used(garden: TestTenant): Promise<number> {
  const state = await tenantObject(garden).getRateLimitState();
  return state.kind === "known" ? state.limits.categories.requests.used : NaN;
}

test("an isolate that falls quiet gives back once what it has not spent", async () => {
  const garden = await newTenant({ tier: "evergreen" });
  const context = await visit(garden, 70);
  expect(await used(garden)).toBeGreaterThanOrEqual(75);

  await fallQuiet(context);

  expect(sent).toHaveLength(1);
  expect(await used(garden)).toBe(70);
});

test("what was taken back and not confirmed is told again, and counts once", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const garden = await newTenant({ tier: "evergreen" });
  takeBack = async (...args) => {
    await arrive(...args);
    throw new Error("Network connection lost.");
  };
  const context = await visit(garden, 70);
  await fallQuiet(context);
  expect(await used(garden)).toBe(70);

  takeBack = arrive;
  await fallQuiet(await visit(garden, 30));

  expect(await used(garden)).toBe(100);
});

test("a plan that is leased no more has room for what comes back", async () => {
  const garden = await newTenant({ tier: "evergreen" });
  const context = await visit(garden, 70);
  await tenantObject(garden).updateConfig({ tier: "seedling", expectedVersion: 1 });

  await fallQuiet(context);

  expect(await used(garden)).toBe(70);
});

test("leases that were spent cost no call", async () => {
  const garden = await newTenant({ tier: "evergreen" });
  const context = await visit(garden, 4);
  expect(await used(garden)).toBe(4);

  await fallQuiet(context);

  expect(sent).toEqual([]);
});

test("what is left of a lease that another follows goes back with the next ask", async () => {
  const garden = await newTenant({ tier: "evergreen" });
  await visit(garden, 500, 6); // Ten thousand a minute.
  asks = 0;
  await visit(garden, 500, 6);

  expect(sent).toEqual([]);
  expect(asks).toBeLessThanOrEqual(10);
});

test("an object whose window is full tells whether many may come at once, for a rush leaves it as it came", async () => {
  const garden = await newTenant({ tier: "evergreen" });
  const object = tenantObject(garden);
  const back: Back[number][] = [];
  const askFor = async (want: number) =>
    await object.checkTenantRateLimit({
      category: "requests",
      lease: { want, isAwaited: true, back: back.splice(0) },
    });
  let check = await askFor(250);
  while (check.kind === "leased") {
    back.push({ id: check.grant.id, spent: check.grant.tokens - 1, unspent: 0 });
    check = await askFor(250);
  }

  expect(check).toMatchObject({ kind: "counted", verdict: { kind: "refused" }, isRush: true });
});
