import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import {
  appended,
  createAlarms,
  createD1Sink,
  createOutbox,
  createSqlLetters,
  createSqlOutboxStore,
  deferred,
  type Outbox,
} from "#implementations/loom";
import { evict } from "#specs/fixtures";
import { beforeAll, expect, test } from "vitest";
import { type D1Fault, type FaultyD1, faultyD1 } from "./loom.faulty.ts";

// No key: a row that came twice would show. A name may not be empty: such a row is refused for ever.
const TABLE =
  "CREATE TABLE IF NOT EXISTS loom_faults (source TEXT NOT NULL, name TEXT NOT NULL CHECK (name <> ''))";
const SQL = "INSERT INTO loom_faults SELECT ?2, value FROM json_each(?1)";

interface Events {
  readonly events: string;
}

beforeAll(async () => void (await env.DB.exec(TABLE)));

/** An outbox in an object of its own: real storage, the real D1 behind faults, and eviction between any two steps. */
function newObject() {
  const source = `faults-${crypto.randomUUID()}`;
  const object = env.ADDRESSES.getByName(source);
  const d1: FaultyD1 = faultyD1(env.DB);
  const alarms = { set: 0, now: 1_000, next: Infinity };

  /** One step in the life of the object: what it holds in memory is gone after it. */
  async function step<Result>(
    act: (outbox: Outbox<Events>, fire: () => Promise<void>, sql: SqlStorage) => Promise<Result>,
  ): Promise<Result> {
    const result = await runInDurableObject(object, async (_instance, { storage }) => {
      const clock = {
        setAlarm: (at: number) => {
          alarms.set += 1;
          alarms.next = at;
        },
      };
      const now = (): number => alarms.now;
      const wait = async (_ms: number, signal: AbortSignal): Promise<void> =>
        await scheduler.wait(200, { signal });
      const mux = createAlarms({ clock, now, wait, log: () => undefined });
      const outbox = createOutbox<Events>({
        source,
        epoch: crypto.randomUUID(),
        streams: { events: appended(deferred(1_000, "a test")) },
        store: createSqlOutboxStore(storage),
        sink: createD1Sink(d1.db, { events: [{ sql: SQL, values: [source] }] }),
        letters: createSqlLetters(storage),
        alarms: mux,
        transaction: (work) => storage.transactionSync(work),
        turn: async () => await storage.sync(),
        wait,
        now,
        log: () => undefined,
      });
      return await act(outbox, async () => await mux.fire(), storage.sql);
    });
    await evict(object);
    return result;
  }

  async function arrived(): Promise<string[]> {
    const { results } = await env.DB.prepare("SELECT name FROM loom_faults WHERE source = ? ORDER BY rowid")
      .bind(source)
      .all<{ name: string }>();
    return results.map(({ name }) => name);
  }

  const add = async (...names: string[]): Promise<void> =>
    await step(async (outbox) => {
      for (const name of names) await outbox.commit((adds) => adds("events", name));
    });

  return { d1, alarms, step, arrived, add };
}

const flush = async (outbox: Outbox<Events>): Promise<string> => (await outbox.flush()).kind;

test.for<D1Fault>(["refuse", "lose answer", "never answer", "write late"])(
  "%s: what was acknowledged is in D1 once, though the object is evicted between any two steps",
  async (fault) => {
    const { d1, step, arrived, add } = newObject();
    await add("one", "two");
    d1.faults.push(fault);
    expect(await step(flush)).toBe("failed");
    await add("three");

    expect(await step(flush)).toBe("flushed");
    await d1.settle();

    expect(await arrived()).toEqual(["one", "two", "three"]);
  },
);

test("a batch that is written after it was given up, and before its repetition, makes the repetition write nothing", async () => {
  const { d1, step, arrived, add } = newObject();
  await add("one");
  d1.faults.push("write late");
  await step(flush);
  expect(await d1.settle()).toBe(1);

  expect(await step(flush)).toBe("flushed");

  expect(await arrived()).toEqual(["one"]);
});

test("a batch that is written after its repetition is refused by D1 itself", async () => {
  const { d1, step, arrived, add } = newObject();
  await add("one");
  d1.faults.push("write late");
  await step(flush);
  await step(flush);

  expect(await d1.settle()).toBe(0);
  expect(await arrived()).toEqual(["one"]);
});

test("seven failures in a row, one more than the platform would try: the alarm throws nothing and is set each time", async () => {
  const { d1, alarms, step, arrived, add } = newObject();
  await add("one");
  d1.faults.push(...Array.from({ length: 7 }, (): D1Fault => "refuse"));
  await step(async (_outbox, fire) => {
    for (let failure = 0; failure < 7; failure++) {
      alarms.now = failure === 0 ? 10_000 : alarms.next;
      const before = alarms.set;
      await fire();
      expect(alarms.set).toBe(before + 1);
    }
  });
  expect([d1.batches(), await arrived()]).toEqual([7, []]);

  alarms.now += 60_000;
  await step(async (_outbox, fire) => await fire());

  expect(await arrived()).toEqual(["one"]);
});

test("a poison row is set aside by halves, with its reason, and its neighbours arrive", async () => {
  const { d1, step, arrived, add } = newObject();
  const names = Array.from({ length: 100 }, (_, i) => (i === 37 ? "" : `event ${i}`));
  await add(...names);
  const flushed = await step(async (outbox) => await outbox.flush());

  expect(flushed).toMatchObject({ kind: "flushed", events: 100, refused: 1 });
  expect(d1.batches() - 1).toBeLessThanOrEqual(Math.ceil(Math.log2(100)) + 1);
  expect(await arrived()).toEqual(names.filter((name) => name !== ""));
});

test("poison and lost answers together: every other event is there once", async () => {
  const { d1, step, arrived, add } = newObject();
  const names = Array.from({ length: 40 }, (_, i) => (i % 9 === 4 ? "" : `event ${i}`));
  await add(...names);
  d1.faults.push("lose answer", "refuse", "lose answer", "refuse", "lose answer");
  for (let tries = 0; tries < 8; tries++) await step(flush);

  expect(await arrived()).toEqual(names.filter((name) => name !== ""));
  expect(await step(async (outbox) => outbox.status())).toMatchObject({ events: 0, letters: 4 });
});

test("an object that was set back by the platform drops nothing new and writes nothing twice", async () => {
  const { step, arrived, add } = newObject();
  await add("old 1", "old 2");
  // What a restore gives back is the storage of a moment, without what came after.
  const before = await step(async (_outbox, _fire, sql) => snapshot(sql));
  await step(flush);
  await add("flushed and forgotten");
  await step(flush);
  await step(async (_outbox, _fire, sql) => restore(sql, before));
  await add("new 1", "new 2");

  expect(await step(flush)).toBe("flushed");

  expect(await arrived()).toEqual(["old 1", "old 2", "flushed and forgotten", "new 1", "new 2"]);
});

type Rows = Record<string, SqlStorageValue>[];

const TABLES = ["loom_segments", "loom_progress"];

function snapshot(sql: SqlStorage): Record<string, Rows> {
  const made = (table: string): boolean =>
    sql.exec("SELECT 1 FROM sqlite_schema WHERE name = ?", table).toArray().length > 0;
  return Object.fromEntries(
    TABLES.filter(made).map((table) => [table, sql.exec(`SELECT * FROM ${table}`).toArray()]),
  );
}

function restore(sql: SqlStorage, rows: Record<string, Rows>): void {
  for (const table of TABLES) {
    sql.exec(`DELETE FROM ${table}`);
    for (const row of rows[table] ?? []) {
      const marks = Object.keys(row).map(() => "?");
      sql.exec(`INSERT INTO ${table} VALUES (${marks.join()})`, ...Object.values(row));
    }
  }
}
