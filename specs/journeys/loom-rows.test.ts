import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { analyticsObject } from "#grove/analytics-object";
import { dayOf } from "#grove/contracts/statistics";
import { createObjectLoom } from "#grove/objects/loom";
import { PostDO } from "#grove/objects/post-do";
import { SANDBOX_POST } from "#grove/contracts/sandbox";
import { appended, createD1Sink, deferred } from "#implementations/loom";
import { newMember, newTenant, tenantObject } from "#specs/fixtures";
import { expect, test } from "vitest";
import { billedState, faultyD1 } from "./loom.faulty.ts";

// Rows are what Cloudflare bills, so they are counted here and not computed.

const TABLE = "CREATE TABLE IF NOT EXISTS loom_rows (name TEXT NOT NULL)";
const SQL = "INSERT INTO loom_rows SELECT value FROM json_each(?1)";

/** Rows for each event, with everything: segments, progress, the alarm, D1's rows and the watermark. */
async function rowsPerEvent(events: number, perCommit: number): Promise<number> {
  await env.DB.exec(TABLE);
  const object = env.ADDRESSES.getByName(`rows-${crypto.randomUUID()}`);
  const d1 = faultyD1(env.DB);
  const inObject = await runInDurableObject(object, async (_instance, real) => {
    const { ctx, rows } = billedState(real);
    const outbox = createObjectLoom(ctx).openOutbox<{ readonly events: string }>({
      streams: { events: appended(deferred(60_000, "a test")) },
      sink: createD1Sink(d1.db, { events: [{ sql: SQL }] }),
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
      await outbox.flush();
    };
    // Tables are made once in the life of an object, and slots once in a while.
    await round();
    const before = { object: rows(), d1: d1.rowsWritten() };
    await round();
    return rows() - before.object + d1.rowsWritten() - before.d1;
  });
  return inObject / events;
}

test.for([
  [1_000, 20],
  [100, 20],
  [1_000, 50],
])("%i events, %i to a commit: at most 1.10 rows are billed for each", async ([events, perCommit]) => {
  const rows = await rowsPerEvent(events, perCommit);
  console.log(`loom: ${events} events, ${perCommit} to a commit: ${rows.toFixed(3)} rows billed for each`);

  expect(rows).toBeGreaterThanOrEqual(1);
  expect(rows).toBeLessThanOrEqual(1.1);
});

test("a thousand readers react to one post: ten rows are written to D1 at most", async () => {
  const { id: tenantId } = await newMember();
  const object = env.POSTS.getByName(`post:${tenantId}:${SANDBOX_POST}`);
  const d1 = faultyD1(env.DB);
  await runInDurableObject(object, async (_instance, ctx) => {
    const post = new PostDO(ctx, { ...env, DB: d1.db });
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
  "ten thousand page views: a call each, a batch a minute to the day's object, and two rows in D1",
  { timeout: 60_000 },
  async () => {
    const tenant = await newTenant();
    const object = tenantObject(tenant);
    const at = Date.now();
    let [calls, flushes] = [0, 0];
    for (let first = 0; first < 10_000; first += 500) {
      const views = Array.from({ length: 500 }, async (_, i) => {
        calls += 1;
        await object.recordEvent({ kind: "view", path: "/", at, visitor: `visitor ${(first + i) % 100}` });
      });
      await Promise.all(views);
      const flushed = await object.flushAnalytics();
      if (flushed.kind === "flushed") flushes += flushed.batches;
    }
    const day = analyticsObject(env, tenant.id, dayOf(at));
    expect(await day.getStats()).toMatchObject({ pageViews: 10_000, uniqueVisitors: 100 });
    await day.finalize();
    const { results } = await env.DB.prepare("SELECT page_views FROM daily_statistics WHERE tenant_id = ?")
      .bind(tenant.id)
      .all();
    console.log(
      `loom: 10,000 page views: ${calls} calls to record them, ${flushes} deliveries to the day's object`,
    );

    expect(calls).toBe(10_000);
    expect(flushes).toBeLessThanOrEqual(100);
    expect(results.length).toBeLessThanOrEqual(1);
  },
);
