import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { createMemoryLetters } from "../letters/letters.ts";
import { createOutbox } from "./create-outbox.ts";
import { createD1Sink, D1_LIMITS } from "./d1-sink.ts";
import { createMemoryOutboxStore } from "./outbox-store.ts";
import { deferred } from "./policy.ts";
import type { Batch } from "./sink.ts";
import type { Json } from "./streams.ts";
import { STILL } from "./still.fixture.ts";

const WRITE = "INSERT INTO loom_limits SELECT ?2, octet_length(value) FROM json_each(?1)";

beforeAll(
  async () =>
    void (await env.DB.exec(
      "CREATE TABLE IF NOT EXISTS loom_limits (source TEXT NOT NULL, bytes INTEGER NOT NULL)",
    )),
);

/** D1, and what was sent to it. */
function counted() {
  const sent = { batches: 0 };
  const batch: D1Database["batch"] = async (statements) => {
    sent.batches += 1;
    return await env.DB.batch(statements);
  };
  return { sent, db: { prepare: (sql: string) => env.DB.prepare(sql), batch } };
}

function batchOf(source: string, rows: readonly Json[]): Batch {
  const events = [{ place: 1, stream: "events", body: null }];
  return { source, epoch: "first", after: 0, to: 1, events, rows: new Map([["events", rows]]), at: 0 };
}

async function written(source: string): Promise<number[]> {
  const read = env.DB.prepare("SELECT bytes FROM loom_limits WHERE source = ? ORDER BY rowid");
  const { results } = await read.bind(source).all<{ bytes: number }>();
  return results.map(({ bytes }) => bytes);
}

const newSource = (): string => `limits ${crypto.randomUUID()}`;

/** A statement of this many bytes, some of which are more than one to a letter. */
function longStatement(bytes: number): string {
  const padded = `${WRITE} -- é`;
  return padded.padEnd(padded.length + bytes - new TextEncoder().encode(padded).length, "x");
}

test("a statement takes the rows and ninety-nine values, and D1 takes it", async () => {
  const source = newSource();
  const names = Array.from({ length: 98 }, (_, i) => `?${i + 3}`).join();
  const sql = `INSERT INTO loom_limits SELECT ?2, coalesce(${names}) FROM json_each(?1)`;
  const values = [source, ...Array.from({ length: 98 }, (_, i) => i)];
  const sink = createD1Sink(env.DB, { events: [{ sql, values }] });

  expect(await sink.write(batchOf(source, ["a"]))).toEqual({ kind: "written" });
  expect(await written(source)).toEqual([0]);
  expect(() => createD1Sink(env.DB, { events: [{ sql, values: [...values, 98] }] })).toThrow(
    new RangeError("Cannot write to D1: a statement has 100 values and the rows, it may have 100"),
  );
});

test("a batch takes ninety-nine statements and the watermark's", async () => {
  const source = newSource();
  const statements = Array.from({ length: 99 }, () => ({ sql: WRITE, values: [source] }));
  const sink = createD1Sink(env.DB, { events: statements });

  expect(await sink.write(batchOf(source, ["a"]))).toEqual({ kind: "written" });
  expect(await written(source)).toHaveLength(99);
  expect(() => createD1Sink(env.DB, { events: statements, others: [{ sql: WRITE }] })).toThrow(
    new RangeError("Cannot write to D1: 100 statements and the watermark's, a batch has 100 at most"),
  );
});

test("a statement has a hundred thousand bytes at most", async () => {
  const source = newSource();
  const longest = longStatement(100_000);
  const sink = createD1Sink(env.DB, { events: [{ sql: longest, values: [source] }] });

  expect(await sink.write(batchOf(source, ["a"]))).toEqual({ kind: "written" });
  expect(() => createD1Sink(env.DB, { events: [{ sql: `${longest}x`, values: [source] }] })).toThrow(
    new RangeError("Cannot write to D1: a statement has 100001 bytes, it may have 100000"),
  );
});

test("a value has two million bytes at most", () => {
  const open = (value: string) => createD1Sink(env.DB, { events: [{ sql: WRITE, values: [value] }] });

  expect(() => open("é".repeat(1_000_000))).not.toThrow();
  expect(() => open(`${"é".repeat(1_000_000)}a`)).toThrow(
    new RangeError("Cannot write to D1: a value has 2000001 bytes, it may have 2000000"),
  );
});

test("rows of two million bytes are written, and with one byte more they are not sent, and found to be at fault", async () => {
  const source = newSource();
  const { db, sent } = counted();
  const sink = createD1Sink(db, { events: [{ sql: WRITE, values: [source] }] });
  const longest = "é".repeat((D1_LIMITS.valueBytes - 4) / 2);

  const refused = await sink.write(batchOf(source, [`${longest}a`])).catch((error: unknown) => error);
  expect(refused).toEqual(
    new RangeError("Cannot write to D1: the rows of events have 2000001 bytes, they may have 2000000"),
  );
  expect([sink.isPoison(refused), sent.batches]).toEqual([true, 0]);

  expect(await sink.write(batchOf(source, [longest]))).toEqual({ kind: "written" });
  expect(await written(source)).toEqual([1_999_996]);
});

test("rows that have become too long by folding are sent by halves, and one that is too long alone is set aside", async () => {
  const source = newSource();
  const { db, sent } = counted();
  const letters = createMemoryLetters();
  const outbox = createOutbox<{ readonly events: number }>({
    source,
    epoch: "first",
    // Rows are longer than the events that they are made of.
    streams: {
      events: {
        policy: deferred(0, "for the test"),
        fold: (lengths) => lengths.map((each) => "a".repeat(each)),
      },
    },
    store: createMemoryOutboxStore(),
    sink: createD1Sink(db, { events: [{ sql: WRITE, values: [source] }] }),
    letters,
    ...STILL,
  });
  await outbox.commit((add) =>
    [900_001, 900_002, 900_003, 2_000_000, 900_005].forEach((each) => add("events", each)),
  );
  await outbox.flush();

  expect(await written(source)).toEqual([900_001, 900_002, 900_003, 900_005]);
  expect(letters.list()).toMatchObject([{ body: 2_000_000, why: expect.stringContaining("2000004 bytes") }]);
  expect(sent.batches).toBeLessThanOrEqual(4);
});
