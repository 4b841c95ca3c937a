import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createObjectLoom } from "#grove/objects/loom";
import { appended, createD1Sink, deferred, latest, type Stream } from "#implementations/loom";
import { beforeAll, expect, test } from "vitest";
import { billedState, faultyD1 } from "./loom.faulty.ts";

// What a thousand events cost, each way that the page of Loom compares: counted from `rowsWritten` of the object, from
// `rows_written` of D1, and from the settings of the alarm. What is made once for all events, such as tables, is not.

const EVENTS = Array.from({ length: 1_000 }, (_, i) => `event ${i}`);
const TOGETHER = "INSERT INTO loom_costs SELECT value FROM json_each(?1)";

beforeAll(async () => void (await env.DB.exec("CREATE TABLE IF NOT EXISTS loom_costs (name TEXT NOT NULL)")));

type Billed = ReturnType<typeof billedState>;

/** Runs what an object does, and gives the rows that the object and D1 are billed for. */
async function bill(
  act: (object: Billed, db: D1Database, start: () => void) => Promise<void>,
): Promise<number> {
  const d1 = faultyD1(env.DB);
  const object = env.ADDRESSES.getByName(`costs-${crypto.randomUUID()}`);
  return await runInDurableObject(object, async (_instance, real) => {
    const billed = billedState(real);
    const rows = (): number => billed.rows() + d1.rowsWritten();
    let before = 0;
    await act(billed, d1.db, () => void (before = rows()));
    return rows() - before;
  });
}

function tell(way: string, rows: number): number {
  console.log(`loom: 1,000 events, ${way}: ${rows} rows billed`);
  return rows;
}

test("each written to D1 by a statement of its own: a row for each, however many go together", async () => {
  const rows = await bill(async (_object, db) => {
    const insert = db.prepare("INSERT INTO loom_costs VALUES (?1)");
    for (let sent = 0; sent < EVENTS.length; sent += 100) {
      await db.batch(EVENTS.slice(sent, sent + 100).map((name) => insert.bind(name)));
    }
  });

  expect(tell("each written to D1", rows)).toBe(1_000);
});

test("the buffer of seed 002: the same rows in one batch, and its alarm", async () => {
  const rows = await bill(async ({ ctx }, db) => {
    await ctx.storage.setAlarm(Date.now() + 30_000);
    await db.batch([db.prepare(TOGETHER).bind(JSON.stringify(EVENTS))]);
  });

  expect(tell("a buffer in memory", rows)).toBe(1_001);
});

test("an outbox of a row for each: in, out, and in D1", async () => {
  const rows = await bill(async ({ ctx }, db, start) => {
    const { sql } = ctx.storage;
    sql.exec("CREATE TABLE outbox (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
    start();
    await ctx.storage.setAlarm(Date.now() + 30_000);
    for (const name of EVENTS) sql.exec("INSERT INTO outbox (name) VALUES (?)", name);
    await db.batch([db.prepare(TOGETHER).bind(JSON.stringify(EVENTS))]);
    sql.exec("DELETE FROM outbox");
  });

  expect(tell("an outbox of a row for each", rows)).toBe(3_001);
});

/** Loom, with twenty events to a commit; of the second thousand, since the first makes the tables and the slots. */
async function billLoom(events: Stream<string>): Promise<number> {
  return await bill(async ({ ctx }, db, start) => {
    const loom = createObjectLoom(ctx);
    const outbox = loom.openOutbox<{ readonly events: string }>({
      streams: { events },
      sink: createD1Sink(db, { events: [{ sql: TOGETHER }] }),
      flushAt: EVENTS.length,
    });
    for (let round = 0; round < 2; round++) {
      start();
      for (let sent = 0; sent < EVENTS.length; sent += 20) {
        await Promise.all(
          EVENTS.slice(sent, sent + 20).map(async (name) => await outbox.append("events", name)),
        );
      }
      await loom.alarms.fire();
    }
  });
}

const POLICY = deferred(60_000, "a test");

test("Loom, twenty to a commit: a twentieth more than in D1 alone", async () => {
  const rows = tell("Loom, twenty to a commit", await billLoom(appended(POLICY)));

  expect(rows).toBeGreaterThan(1_000);
  expect(rows).toBeLessThanOrEqual(1_100);
});

test("Loom, where only the last of one thing is written: what the outbox costs, and little more", async () => {
  const rows = tell(
    "Loom, twenty to a commit, changes of one thing",
    await billLoom(latest(POLICY, () => "one")),
  );

  expect(rows).toBeGreaterThan(1);
  expect(rows).toBeLessThanOrEqual(100);
});
