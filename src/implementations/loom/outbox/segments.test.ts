import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createMemoryLetters } from "../letters/letters.ts";
import { createOutbox } from "./create-outbox.ts";
import { createMemorySink } from "./memory-sink.ts";
import { createWorld } from "./outbox.model.ts";
import type { Outbox } from "./outbox.ts";
import { deferred } from "./policy.ts";
import { createSqlOutboxStore } from "./sql-outbox-store.ts";
import { appended } from "./streams.ts";

type Events = { readonly texts: string };

interface Kept {
  /** How many rows there are; none is longer than the platform lets it be. */
  readonly rows: () => number;
  readonly arrived: () => readonly unknown[];
}

const ROWS = "SELECT count(*) AS count, max(octet_length(events)) AS longest FROM loom_segments";

/** An outbox in an object of its own, in real storage. */
async function inObject<Result>(
  act: (live: () => Outbox<Events>, kept: Kept) => Result,
): Promise<Awaited<Result>> {
  const object = env.ADDRESSES.getByName(`segments-${crypto.randomUUID()}`);
  return await runInDurableObject(object, async (_object, { storage }) => {
    const sink = createMemorySink();
    const live = () =>
      createOutbox<Events>({
        source: "a test",
        epoch: crypto.randomUUID(),
        streams: { texts: appended(deferred(1_000, "for the test")) },
        store: createSqlOutboxStore(storage),
        sink,
        letters: createMemoryLetters(),
        alarms: { add: () => undefined, arm: () => undefined, nextRun: () => undefined },
        transaction: (work) => storage.transactionSync(work),
        turn: async () => await storage.sync(),
        wait: async () => await new Promise(() => undefined),
        now: () => 1_000,
        log: () => undefined,
      });
    const rows = (): number => {
      const { count, longest } = storage.sql.exec<{ count: number; longest: number }>(ROWS).one();
      expect(longest).toBeLessThan(2_000_000);
      return count;
    };
    return await act(live, { rows, arrived: () => sink.rows("texts") });
  });
}

const texts = (count: number, length: number): string[] =>
  Array.from({ length: count }, (_, i) => `${i} `.padEnd(length, "é"));

test("what is added in one turn and no row can hold is kept in several, and arrives after a crash", async () => {
  // Each has twice as many bytes as letters: 3.2 million, with quotes and commas to spare.
  const long = texts(16, 100_000);
  await inObject(async (live, { rows, arrived }) => {
    const outbox = live();
    const told = await Promise.all(long.map(async (text) => await outbox.append("texts", text)));
    expect(told.map(({ kind }) => kind)).toEqual(long.map(() => "committed"));
    expect(rows()).toBe(2);
    await live().flush();

    expect(arrived()).toEqual(long);
  });
});

test("rows that were flushed are written over, also by turns that take several", async () => {
  await inObject(async (live, { rows, arrived }) => {
    const outbox = live();
    for (let turn = 0; turn < 4; turn++) {
      await outbox.commit((add) => texts(16, 100_000).forEach((text) => add("texts", text)));
      await outbox.append("texts", "small");
      await outbox.flush();
    }
    expect(rows()).toBe(3);
    expect(arrived()).toEqual(Array.from({ length: 4 }, () => [...texts(16, 100_000), "small"]).flat());
    await live().append("texts", "in the next life");

    expect(rows()).toBe(3);
  });
});

test("a text of quotes takes four times its length in a row, and is counted so", async () => {
  await inObject(async (live, { rows, arrived }) => {
    const outbox = live();
    const quotes = Array.from({ length: 3 }, () => '"'.repeat(400_000));
    await Promise.all(quotes.map(async (text) => await outbox.append("texts", text)));
    expect(rows()).toBe(3);
    await live().flush();

    expect(arrived()).toEqual(quotes);
  });
});

test("an event that no row can hold is refused alone", async () => {
  await inObject(async (live, { arrived }) => {
    const outbox = live();
    const [first, second, third] = await Promise.allSettled([
      outbox.append("texts", "before"),
      outbox.append("texts", '"'.repeat(600_000)),
      outbox.append("texts", "after"),
    ]);
    await outbox.flush();

    expect([first?.status, third?.status]).toEqual(["fulfilled", "fulfilled"]);
    expect(second).toMatchObject({
      status: "rejected",
      reason: new RangeError("Cannot add an event: it takes 2400019 bytes of a row, may take 1950000"),
    });
    expect(arrived()).toEqual(["before", "after"]);
  });
});

test("a turn may have as many events as it likes", async () => {
  const outbox = createWorld({ most: { events: 200_000, bytes: 10_000_000 } }).live();
  await outbox.commit((add) => {
    for (let i = 0; i < 200_000; i++) add("events", i);
  });

  expect(outbox.status().events).toBe(200_000);
});

test("a life that ends while it writes a sink again that was set back leaves to the next what is left of it", async () => {
  const object = env.ADDRESSES.getByName(`segments-${crypto.randomUUID()}`);
  const segment = { slot: 3, epoch: "one", first: 5, events: ["a", "b"], at: 1, dueAt: 2 };
  const kept = await runInDurableObject(object, (_object, { storage }) => {
    const store = createSqlOutboxStore(storage);
    store.write(segment);
    const seen = [store.load().progress];
    for (const again of [6, undefined]) {
      store.advance({ place: 5, epoch: "one", mark: 5, again });
      seen.push(createSqlOutboxStore(storage).load().progress);
    }
    return { seen, read: [store.read(3), store.read(4)] };
  });

  const known = { place: 5, epoch: "one", mark: 5 };
  expect(kept.seen).toEqual([undefined, { ...known, again: 6 }, { ...known, again: undefined }]);
  expect(kept.read).toEqual([segment, undefined]);
});

test("what a deploy that was taken back has flushed meanwhile is not flushed again", async () => {
  const object = env.ADDRESSES.getByName(`segments-${crypto.randomUUID()}`);
  const progress = await runInDurableObject(object, (_object, { storage }) => {
    createSqlOutboxStore(storage).advance({ place: 5, epoch: "one", mark: 5, again: 8 });
    // As a deploy writes it that does not know how far the sink had been.
    storage.sql.exec("UPDATE loom_progress SET place = 9, mark = 9");
    return createSqlOutboxStore(storage).load().progress;
  });

  expect(progress).toEqual({ place: 9, epoch: "one", mark: 9, again: undefined });
});
