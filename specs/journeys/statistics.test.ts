import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { dayOf, endOf } from "#grove/contracts/statistics";
import { readDay } from "#grove/storage/statistics";
import { openTenant } from "#grove/tenancy/open-tenant";
import { clock, evict, newPost, newTenant, tenantObject, type TestTenant } from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";

const HOUR = 3_600_000;

/** Ten in the morning of tomorrow: what is due later today is not due by the platform's own clock. */
const MORNING = endOf(dayOf(Date.now())) + 10 * HOUR;
const DAY = dayOf(MORNING);

beforeEach(() => clock.set(MORNING));

/** A page view, with all that goes on after its answer. */
async function view(garden: TestTenant, path: string, from: { address?: string; headers?: object } = {}) {
  const { address = "203.0.113.7", headers = {} } = from;
  const context = createExecutionContext();
  const asked = new Request(garden.origin + path, {
    headers: { "cf-connecting-ip": address, "user-agent": "a browser", ...headers },
  });
  const answer = await app.fetch(asked, env, context);
  await waitOnExecutionContext(context);
  return answer;
}

function today(garden: TestTenant) {
  return openTenant(env, garden.id).analytics(DAY);
}

test("views are counted by page and hour, and visitors once a day", async () => {
  const garden = await newTenant();
  const slug = await newPost(garden);
  await view(garden, "/");
  await view(garden, `/posts/${slug}`);
  clock.advance(HOUR);
  await view(garden, "/", { address: "203.0.113.8" });
  await view(garden, "/nothing");
  await view(garden, "/", { headers: { "sec-purpose": "prefetch" } });
  expect(await tenantObject(garden).flushAnalytics()).toMatchObject({ events: 3 });

  const { hours, ...stats } = await today(garden).getStats();
  expect(stats).toEqual({
    day: DAY,
    pageViews: 3,
    uniqueVisitors: 2,
    comments: 0,
    reactions: 0,
    pages: [
      { path: "/", views: 2, uniqueViews: 2 },
      { path: `/posts/${slug}`, views: 1, uniqueViews: 1 },
    ],
  });
  expect(hours.slice(9, 13)).toEqual([0, 2, 1, 0]);
});

test("a day is written down when it is over, and again if something arrives late", async () => {
  const garden = await newTenant();
  await view(garden, "/");
  await tenantObject(garden).flushAnalytics();
  expect(await readDay(openTenant(env, garden.id).db, DAY)).toBeUndefined();

  clock.set(endOf(DAY) - 1);
  await view(garden, "/");
  clock.set(endOf(DAY));
  await runDurableObjectAlarm(today(garden));
  await runDurableObjectAlarm(today(garden));
  expect(await readDay(openTenant(env, garden.id).db, DAY)).toMatchObject({
    pageViews: 1,
    uniqueVisitors: 1,
  });

  clock.advance(60_000);
  await tenantObject(garden).flushAnalytics();
  await runDurableObjectAlarm(today(garden));
  await runDurableObjectAlarm(today(garden));

  expect(await readDay(openTenant(env, garden.id).db, DAY)).toMatchObject({ pageViews: 2 });
});

test("a day of more pages than an outbox holds is written down whole", async () => {
  const PAGES = 10_500;
  const garden = await newTenant();
  const events = Array.from({ length: PAGES }, (_, i) => ({
    place: i + 1,
    stream: "events",
    body: { kind: "view", path: `/posts/${i}`, at: MORNING },
  }));
  await today(garden).recordEvents({ source: "a test", epoch: "first", events });
  clock.set(endOf(DAY));
  await runDurableObjectAlarm(today(garden));
  await runDurableObjectAlarm(today(garden));

  const { db } = openTenant(env, garden.id);
  const written = db.prepare("SELECT count(*) AS pages, sum(views) AS views FROM page_statistics");
  expect(await written.first()).toEqual({ pages: PAGES, views: PAGES });
  expect(await readDay(db, DAY)).toMatchObject({ pageViews: PAGES });
});

const viewsOf = (paths: readonly string[], first: number) => ({
  source: "a test",
  epoch: "first",
  events: paths.map((path, i) => ({
    place: first + i,
    stream: "events",
    body: { kind: "view", path, at: MORNING },
  })),
});

test("what arrives while a day of many pages is being written down is in what is written last", async () => {
  const garden = await newTenant();
  const paths = Array.from({ length: 600 }, (_, i) => `/posts/${String(i).padStart(3, "0")}`);
  clock.set(endOf(DAY));
  await runInDurableObject(today(garden), async (day) => {
    day.recordEvents(viewsOf(paths, 1));
    const first = day.finalize();
    // The last page becomes the first.
    day.recordEvents(viewsOf(["/posts/599"], 601));
    await Promise.all([first, day.finalize()]);
  });
  await runDurableObjectAlarm(today(garden));

  const { db } = openTenant(env, garden.id);
  const written = db.prepare("SELECT views FROM page_statistics WHERE path = '/posts/599'");
  expect(await written.first()).toEqual({ views: 2 });
});

test("what arrives while its day is being written down is written down too, though the object's clock is behind", async () => {
  const garden = await newTenant();
  clock.set(endOf(DAY) - 3);
  await runInDurableObject(today(garden), async (day) => {
    day.recordEvents(viewsOf(["/"], 1));
    const firing = day.alarm();
    // By then the day has been read.
    for (let turns = 0; turns < 20; turns++) await Promise.resolve();
    day.recordEvents(viewsOf(["/"], 2));
    await firing;
  });
  clock.set(endOf(DAY));
  for (let alarm = 0; alarm < 3; alarm++) await runDurableObjectAlarm(today(garden));

  expect(await readDay(openTenant(env, garden.id).db, DAY)).toMatchObject({ pageViews: 2 });
});

test("no address is stored anywhere, and keys of visitors are kept for two days", async () => {
  const garden = await newTenant();
  const keys = async () =>
    await runInDurableObject(tenantObject(garden), (_, { storage }) =>
      storage.sql.exec<{ day: string }>("SELECT day FROM visitor_keys ORDER BY day").toArray(),
    );
  await view(garden, "/");
  const kept = await runInDurableObject(tenantObject(garden), (_, { storage }) =>
    storage.sql.exec<{ events: string }>("SELECT events FROM loom_segments").toArray(),
  );
  expect(kept).toHaveLength(1);
  expect(kept[0]?.events).toMatch(/visitor\\":\\"[0-9a-f]{16}\\"/);
  expect(kept[0]?.events).not.toContain("203.0.113.7");
  expect(await keys()).toEqual([{ day: DAY }]);

  for (const _ of ["tomorrow", "the day after"]) {
    clock.advance(24 * HOUR);
    await view(garden, "/");
  }

  expect(await keys()).toEqual([{ day: dayOf(MORNING + 24 * HOUR) }, { day: dayOf(MORNING + 48 * HOUR) }]);
});

/** How many hashes of the day's visitors are kept. */
async function hashes(garden: TestTenant): Promise<number> {
  return await runInDurableObject(
    today(garden),
    (_, { storage }) => storage.sql.exec("SELECT * FROM visitors").toArray().length,
  );
}

test("who comes again in a day's last minute is known, and is forgotten ten minutes after it", async () => {
  const garden = await newTenant();
  await view(garden, "/");
  await tenantObject(garden).flushAnalytics();
  clock.set(endOf(DAY) - 30_000);
  await view(garden, "/");
  clock.set(endOf(DAY));
  await runDurableObjectAlarm(today(garden));

  clock.advance(30_000);
  await tenantObject(garden).flushAnalytics();
  expect(await today(garden).getStats()).toMatchObject({ pageViews: 2, uniqueVisitors: 1 });
  await runDurableObjectAlarm(today(garden));
  expect(await hashes(garden)).toBeGreaterThan(0);

  clock.set(endOf(DAY) + 10 * 60_000);
  await runDurableObjectAlarm(today(garden));
  await runDurableObjectAlarm(today(garden));
  expect(await hashes(garden)).toBe(0);
  expect(await readDay(openTenant(env, garden.id).db, DAY)).toMatchObject({
    pageViews: 2,
    uniqueVisitors: 1,
  });
});

test("a view of yesterday that comes after one of today is of a known visitor", async () => {
  const garden = await newTenant();
  const tenant = tenantObject(garden);
  for (const at of [MORNING, MORNING + 24 * HOUR, MORNING])
    await tenant.recordEvent({ kind: "view", path: "/", at, visitor: "one" });
  await tenant.flushAnalytics();

  expect(await today(garden).getStats()).toMatchObject({ pageViews: 2, uniqueVisitors: 1 });
});

test("views survive the object that holds them, and are counted once", async () => {
  const garden = await newTenant();
  for (let i = 0; i < 5; i++) await view(garden, "/");
  await evict(tenantObject(garden));
  await tenantObject(garden).flushAnalytics();
  await tenantObject(garden).flushAnalytics();
  await evict(today(garden));

  expect(await today(garden).getStats()).toMatchObject({ pageViews: 5, uniqueVisitors: 1 });
});

test("a name that is no tenant's has nothing counted", async () => {
  const nobody = tenantObject({ subdomain: "nobody-at-all" });

  expect(await nobody.recordEvent({ kind: "comment", at: MORNING })).toBe(false);
});
