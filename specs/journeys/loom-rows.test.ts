import { runInDurableObject, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { dayOf } from "#grove/contracts/statistics";
import { createObjectLoom } from "#grove/objects/loom";
import { AnalyticsDO } from "#grove/objects/analytics-do";
import { PostDO } from "#grove/objects/post-do";
import { TenantDO } from "#grove/objects/tenant-do";
import { SANDBOX_POST } from "#grove/contracts/sandbox";
import { appended, createD1Sink, deferred, type Flushed } from "#implementations/loom";
import { clock, newContext, newMember, newTenant, tenantObject } from "#specs/fixtures";
import { openTenant } from "#grove/tenancy/open-tenant";
import { expect, test, vi } from "vitest";
import { billedState, faultyD1 } from "./loom.faulty.ts";

function withDatabase(DB: D1Database): Env {
  return { ...env, DB };
}

/** More by command: `VITE_LOOM_VIEWS=10000 npm run specs -- loom-rows`. */
const settings = (import.meta as { env?: Record<string, string> }).env ?? {};
const VIEWS = Number(settings["VITE_LOOM_VIEWS"] ?? 300);

// Rows are what Cloudflare bills, so they are counted here and not computed.

const TABLE = "CREATE TABLE IF NOT EXISTS loom_rows (name TEXT NOT NULL)";
const SQL = "INSERT INTO loom_rows SELECT value FROM json_each(?1)";

interface Billed {
  /** Rows for each event, with everything: segments, progress, the alarm, D1's rows and the watermark. */
  readonly rows: number;
  /** Settings of the alarm among them. */
  readonly alarms: number;
}

async function billPerEvent(events: number, perCommit: number): Promise<Billed> {
  await env.DB.exec(TABLE);
  const object = env.ADDRESSES.getByName(`rows-${crypto.randomUUID()}`);
  const d1 = faultyD1(env.DB);
  return await runInDurableObject(object, async (_instance, real) => {
    const { ctx, ...billed } = billedState(real);
    const loom = createObjectLoom(ctx);
    const outbox = loom.openOutbox<{ readonly events: string }>({
      streams: { events: appended(deferred(60_000, "a test")) },
      sink: createD1Sink(loom.bill.database(d1.db), { events: [{ sql: SQL }] }),
      flushAt: events,
      most: { events: 100_000, bytes: 100_000_000 },
    });
    const round = async (): Promise<void> => {
      for (let sent = 0; sent < events; sent += perCommit) {
        const turn = Array.from(
          { length: perCommit },
          async (_, i) => await outbox.commit((add) => add("events", `${sent + i}`)),
        );
        await Promise.all(turn);
      }
      // As the platform does: the next commit has to set the alarm anew.
      await loom.alarms.fire();
      expect(outbox.status().events).toBe(0);
    };
    // Tables are made once in the life of an object, and slots once in a while.
    await round();
    const count = (): Billed => ({ rows: billed.rows() + d1.rowsWritten(), alarms: billed.alarms() });
    const before = count();
    await round();
    const { rows, alarms } = count();
    // What the object itself would tell.
    expect(loom.bill.rows()).toBe(rows);
    return { rows: (rows - before.rows) / events, alarms: alarms - before.alarms };
  });
}

test.for<[number, number]>([
  [1_000, 20],
  [100, 20],
  [1_000, 50],
])("%i events, %i to a commit: at most 1.10 rows are billed for each", async ([events, perCommit]) => {
  const { rows, alarms } = await billPerEvent(events, perCommit);
  console.log(
    `loom: ${events} events, ${perCommit} to a commit: ${rows.toFixed(3)} rows billed for each, ${alarms} alarms set`,
  );

  expect(alarms).toBeGreaterThan(0);
  expect(rows).toBeGreaterThanOrEqual(1);
  expect(rows).toBeLessThanOrEqual(1.1);
});

test("a post's object tells what it has been billed for in this life", async () => {
  const { id: tenantId } = await newMember();
  const object = env.POSTS.getByName(`post:${tenantId}:${SANDBOX_POST}`);
  const d1 = faultyD1(env.DB);
  const bills = await runInDurableObject(object, async (_instance, ctx) => {
    const post = new PostDO(ctx, withDatabase(d1.db));
    const add = async (text: string) =>
      await post.addComment({
        id: crypto.randomUUID(),
        authorId: "somebody",
        at: 0,
        isShadowed: false,
        text,
      });
    await add("which has the tables made, and the alarm set");
    const bill = [post.getOutbox().billed];
    await add("which is a segment");
    bill.push(post.getOutbox().billed);
    await post.flush();
    return [...bill, post.getOutbox().billed, new PostDO(ctx, env).getOutbox().billed];
  });
  const [first, second, flushed, next] = bills;
  if (!first || !second || !flushed || !next) throw new Error("a bill is missing");

  expect(second.rows - first.rows).toBe(1);
  // The progress, and what D1 says.
  expect(flushed.rows - second.rows).toBe(1 + d1.rowsWritten());
  expect([flushed.life, next.life]).toEqual([first.life, expect.not.stringMatching(first.life)]);
  expect(next.rows).toBeLessThan(first.rows);
});

test("a thousand readers react to one post: ten rows are written to D1 at most", async () => {
  const { id: tenantId } = await newMember();
  const object = env.POSTS.getByName(`post:${tenantId}:${SANDBOX_POST}`);
  const d1 = faultyD1(env.DB);
  await runInDurableObject(object, async (_instance, ctx) => {
    const post = new PostDO(ctx, withDatabase(d1.db));
    for (let first = 0; first < 1_000; first += 50) {
      await Promise.all(
        Array.from(
          { length: 50 },
          async (_, i) =>
            await post.toggleReaction({ userId: `reader ${first + i}`, isShadowed: false, type: "like" }),
        ),
      );
      // As the alarm would, when the outbox says that it is due.
      const { dueAt = Infinity } = post.getOutbox();
      if (dueAt <= Date.now()) await post.flush();
    }
    await post.flush();
    expect(post.getReactionCounts()).toMatchObject({ like: 1_000 });
  });
  console.log(`loom: 1,000 reactions: ${d1.batches()} batches, ${d1.rowsWritten()} rows written to D1`);

  expect(d1.rowsWritten()).toBeLessThanOrEqual(10);
});

test(
  `${VIEWS} page views: a call each to record it, and three rows in D1 when the day is over`,
  { timeout: 600_000 },
  async () => {
    const garden = await newTenant({ tier: "evergreen" });
    let calls = 0;
    const getByName = (name: string) => {
      calls += 1;
      return env.TENANTS.getByName(name);
    };
    const watched = { ...env, TENANTS: { getByName } as Env["TENANTS"] };
    let deliveries = 0;
    for (let view = 0; view < VIEWS; view++) {
      const context = newContext();
      const headers = { "cf-connecting-ip": `203.0.113.${view % 100}` };
      const answer = await app.fetch(new Request(garden.origin, { headers }), watched, context);
      await waitOnExecutionContext(context);
      expect(answer.status).toBe(200);
      // Fifty a second, and a flush whenever a hundred are waiting.
      clock.advance(20);
      if (view % 100 === 99) deliveries += batchesOf(await tenantObject(garden).flushAnalytics());
    }
    deliveries += batchesOf(await tenantObject(garden).flushAnalytics());
    const d1 = faultyD1(env.DB);
    const written = await runInDurableObject(
      openTenant(env, garden.id).analytics(dayOf(Date.now())),
      async (_instance, ctx) => {
        const day = new AnalyticsDO(ctx, withDatabase(d1.db));
        await day.finalize();
        await day.alarm();
        return day.getStats();
      },
    );
    console.log(
      `loom: ${VIEWS} page views: ${calls} calls to the tenant's object, ${deliveries} deliveries to the day's, ${d1.rowsWritten()} rows written to D1`,
    );

    expect(written).toMatchObject({ pageViews: VIEWS, uniqueVisitors: Math.min(VIEWS, 100) });
    expect(calls).toBeLessThanOrEqual(VIEWS * 1.1 + 10);
    expect(deliveries).toBeLessThanOrEqual(VIEWS / 100 + 1);
    expect(d1.rowsWritten()).toBe(3);
  },
);

test("two hundred views at once share a few calls, and each is counted", async () => {
  const garden = await newTenant({ tier: "evergreen" });
  const view = async (reader: number): Promise<void> => {
    const context = newContext();
    const headers = { "cf-connecting-ip": `203.0.113.${reader}` };
    await app.fetch(new Request(garden.origin, { headers }), env, context);
    await waitOnExecutionContext(context);
  };
  await view(0); // The others find the object's tables.
  const record = vi.spyOn(TenantDO.prototype, "recordEvents");
  await Promise.all(Array.from({ length: 200 }, async (_, reader) => await view(reader)));
  const carried = record.mock.calls.map(([events]) => events.length);
  record.mockRestore();
  console.log(`loom: 200 page views at once: ${carried.length} calls to record them`);

  expect(carried.reduce((sum, events) => sum + events, 0)).toBe(200);
  expect(Math.max(...carried)).toBeLessThanOrEqual(100);
  expect(carried.length).toBeLessThanOrEqual(20);
});

function batchesOf(flushed: Flushed): number {
  return flushed.kind === "flushed" ? flushed.batches : 0;
}
