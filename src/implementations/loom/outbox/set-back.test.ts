import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { createMemoryLetters } from "../letters/letters.ts";
import { createOutbox } from "./create-outbox.ts";
import { createD1Sink } from "./d1-sink.ts";
import type { Outbox } from "./outbox.ts";
import { createMemoryOutboxStore } from "./outbox-store.ts";
import { deferred } from "./policy.ts";
import type { Sink } from "./sink.ts";
import { appended } from "./streams.ts";

const DAY = 86_400_000;

// No key: what is written twice stands there twice.
const TABLE = "CREATE TABLE IF NOT EXISTS loom_set_back (source TEXT NOT NULL, name TEXT NOT NULL)";
const WRITE = "INSERT INTO loom_set_back SELECT ?2, value FROM json_each(?1)";
const FORGET = "DELETE FROM loom_watermarks WHERE source = ? AND at < ?";

beforeAll(async () => void (await env.DB.exec(TABLE)));

/** An object and its D1, whose time passes when the test says so. */
function newWorld({ most = 1_000, room = 10_000 } = {}) {
  const source = `set back ${crypto.randomUUID()}`;
  const store = createMemoryOutboxStore();
  const d1 = createD1Sink(env.DB, { events: [{ sql: WRITE, values: [source] }] });
  const world = { now: 1_000 * DAY, lives: 0, refusesAfter: Infinity, held: 0 };
  const sink: Sink = {
    ...d1,
    most: { ...d1.most, events: most },
    async write(batch) {
      world.held = Math.max(world.held, newest?.status().events ?? 0);
      if (world.refusesAfter-- <= 0) throw new Error("D1 is away");
      return await d1.write(batch);
    },
  };

  let newest: Outbox<{ readonly events: string }> | undefined;
  const live = (): Outbox<{ readonly events: string }> => {
    world.lives += 1;
    newest = createOutbox<{ readonly events: string }>({
      source,
      epoch: `life ${world.lives}`,
      streams: { events: appended(deferred(1_000, "for the test")) },
      store,
      sink,
      letters: createMemoryLetters(),
      alarms: { add: () => undefined, arm: () => undefined, nextRun: () => undefined },
      transaction: (act) => act(),
      turn: async () => undefined,
      wait: async () => await new Promise(() => undefined),
      now: () => world.now,
      log: () => undefined,
      most: { events: room, bytes: 1_000_000 },
    });
    return newest;
  };

  return {
    world,
    live,
    arrived: async (): Promise<string[]> => {
      const read = env.DB.prepare("SELECT name FROM loom_set_back WHERE source = ? ORDER BY rowid");
      const { results } = await read.bind(source).all<{ name: string }>();
      return results.map(({ name }) => name);
    },
    /** Lets a month pass, in which D1's marks are forgotten. */
    month: async (): Promise<void> => {
      world.now += 31 * DAY;
      await env.DB.prepare(FORGET)
        .bind(source, world.now - 30 * DAY)
        .run();
    },
    /** Sets D1 back to where it had this life up to `place`, without these rows. */
    setBack: async (place: number, ...lost: string[]): Promise<void> => {
      const mark = place
        ? "UPDATE loom_watermarks SET place = ?1 WHERE source = ?2 AND epoch = ?3"
        : "DELETE FROM loom_watermarks WHERE ?1 = 0 AND source = ?2 AND epoch = ?3";
      const rows = "DELETE FROM loom_set_back WHERE source = ? AND name IN (SELECT value FROM json_each(?))";
      await env.DB.batch([
        env.DB.prepare(mark).bind(place, source, `life ${world.lives}`),
        env.DB.prepare(rows).bind(source, JSON.stringify(lost)),
      ]);
    },
  };
}

async function add(outbox: Outbox<{ readonly events: string }>, ...names: string[]): Promise<void> {
  for (const name of names) await outbox.append("events", name);
}

test("what D1 has lost that was set back is written again", async () => {
  const { live, arrived, setBack } = newWorld();
  const outbox = live();
  await add(outbox, "one", "two", "three");
  await outbox.flush();
  await setBack(1, "two", "three");
  await add(outbox, "four");
  await outbox.flush();

  // The slot of "one" was written over by "four".
  expect(await arrived()).toEqual(["one", "two", "three", "four"]);
});

test("what is older than D1's marks is not written again when D1 is set back", async () => {
  const { live, arrived, month, setBack } = newWorld();
  const first = live();
  await add(first, "old 1", "old 2", "old 3", "old 4", "old 5");
  await first.flush();
  await month();
  const second = live();
  await add(second, "new 1", "new 2");
  await second.flush();
  await setBack(6, "new 2");
  await add(second, "new 3");
  await second.flush();

  expect(await arrived()).toEqual(["old 1", "old 2", "old 3", "old 4", "old 5", "new 1", "new 2", "new 3"]);
});

test("a life that writes nothing for a month, and whose mark is forgotten, writes nothing twice", async () => {
  const { live, arrived, month } = newWorld();
  const outbox = live();
  await add(outbox, "old 1", "old 2", "old 3");
  await outbox.flush();
  await month();
  await add(outbox, "new");
  await outbox.flush();

  expect(await arrived()).toEqual(["old 1", "old 2", "old 3", "new"]);
});

test("an object that dies while it writes again what D1 has lost writes nothing of before twice", async () => {
  const { world, live, arrived, setBack } = newWorld();
  const first = live();
  await add(first, "old 1", "old 2", "old 3", "old 4", "old 5");
  await first.flush();
  world.now += 31 * DAY;
  await add(first, "new 1", "new 2");
  await first.flush();
  await setBack(5, "new 1", "new 2");
  await add(first, "new 3");
  // D1 is asked twice where it is, and what it has lost does not reach it in this life.
  world.refusesAfter = 2;
  await first.flush();
  world.refusesAfter = Infinity;
  await live().flush();

  expect(await arrived()).toEqual(["old 1", "old 2", "old 3", "old 4", "old 5", "new 1", "new 2", "new 3"]);
});

test("what was never written is not given up, however old it is", async () => {
  const { world, live, arrived, month } = newWorld({ most: 1 });
  const outbox = live();
  await outbox.commit((put) => ["old 1", "old 2"].forEach((name) => put("events", name)));
  await add(outbox, "old 3");
  world.refusesAfter = 1;
  await outbox.flush();
  expect(await arrived()).toEqual(["old 1"]);
  world.refusesAfter = Infinity;
  await month();
  await add(outbox, "new");
  await outbox.flush();

  expect(await arrived()).toEqual(["old 1", "old 2", "old 3", "new"]);
  expect(outbox.status().events).toBe(0);
});

/** An outbox with room for four that has flushed twenty-four, of which it still holds sixteen; D1 has lost twelve of them. */
async function newLost(world: ReturnType<typeof newWorld>) {
  const outbox = world.live();
  const names = Array.from({ length: 24 }, (_, i) => `event ${i}`);
  // Four slots, of which each is then written over by a commit of four.
  await add(outbox, ...names.slice(0, 4));
  await outbox.flush();
  for (let first = 4; first < names.length; first += 4) {
    await outbox.commit((put) => names.slice(first, first + 4).forEach((name) => put("events", name)));
    await outbox.flush();
  }
  await world.setBack(12, ...names.slice(12));
  return { outbox, names };
}

test("what is written again takes no room of an outbox: it never holds more than it may", async () => {
  const world = newWorld({ most: 3, room: 4 });
  const { outbox, names } = await newLost(world);
  await outbox.commit((put) => ["new 1", "new 2", "new 3", "new 4"].forEach((name) => put("events", name)));
  const flushed = await outbox.flush();

  expect(flushed).toMatchObject({ kind: "flushed" });
  expect(world.world.held).toBe(4);
  expect(await world.arrived()).toEqual([...names, "new 1", "new 2", "new 3", "new 4"]);
});

test("writers find the room that there is while what D1 has lost is written again", async () => {
  const world = newWorld({ most: 3, room: 4 });
  const { outbox, names } = await newLost(world);
  await add(outbox, "new 1");
  world.world.refusesAfter = 3;
  expect((await outbox.flush()).kind).toBe("failed");
  const told = await Promise.all(
    ["2", "3", "4", "5"].map(async (each) => await outbox.append("events", `new ${each}`)),
  );
  world.world.refusesAfter = Infinity;
  await outbox.flush();

  expect(told.map(({ kind }) => kind)).toEqual(["committed", "committed", "committed", "full"]);
  expect(await world.arrived()).toEqual([...names, "new 1", "new 2", "new 3", "new 4"]);
});

test("a life that ends while it writes again leaves the rest to the next, and nothing comes twice", async () => {
  for (let batches = 1; batches < 8; batches++) {
    const world = newWorld({ most: 3, room: 4 });
    const { outbox, names } = await newLost(world);
    await outbox.commit((put) => ["new 1", "new 2"].forEach((name) => put("events", name)));
    world.world.refusesAfter = batches;
    await outbox.flush();
    world.world.refusesAfter = Infinity;
    const next = world.live();
    await add(next, "new 3");
    await next.flush();

    expect(world.world.held).toBeLessThanOrEqual(4);
    expect(await world.arrived()).toEqual([...names, "new 1", "new 2", "new 3"]);
  }
});

test("what many lives have left is looked at again in one flush", async () => {
  const world = newWorld();
  const names = Array.from({ length: 12 }, (_, i) => `life ${i + 1}`);
  // Twelve slots, so that each life's event is still held.
  const first = world.live();
  await first.commit((put) => put("events", "start"));
  let outbox = first;
  for (const name of names) {
    outbox = world.live();
    await add(outbox, name);
  }
  await outbox.flush();
  await world.setBack(0, "life 12");
  await add(outbox, "new");

  expect(await outbox.flush()).toMatchObject({ kind: "flushed" });
  expect(await world.arrived()).toEqual(["start", ...names, "new"]);
});
