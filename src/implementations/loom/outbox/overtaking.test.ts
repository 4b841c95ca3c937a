import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { evict } from "#specs/fixtures";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createMemoryLetters, createSqlLetters } from "../letters/letters.ts";
import { createOutbox } from "./create-outbox.ts";
import { createMemorySink } from "./memory-sink.ts";
import type { Outbox, OutboxOptions } from "./outbox.ts";
import { createMemoryOutboxStore } from "./outbox-store.ts";
import { deferred } from "./policy.ts";
import { createSqlOutboxStore } from "./sql-outbox-store.ts";
import { STILL } from "./still.fixture.ts";
import { appended, latest } from "./streams.ts";

interface Count {
  readonly [name: string]: string | number;
  readonly of: string;
  readonly count: number;
}
type Events = { readonly counts: Count; readonly notes: string };

const soon = deferred(1_000, "for the test");
const streams = { counts: latest<Count>(soon, ({ of }) => of), notes: appended<string>(soon) };

/** An outbox whose sink refuses some events for ever, until they are mended. */
function newWorld({ batch = 100 } = {}) {
  const memory = createMemorySink({ events: batch, bytes: 1_000_000 });
  const refused = new Set<number | string>();
  const told: string[] = [];
  const sink: OutboxOptions<Events>["sink"] = {
    ...memory,
    isPoison: (error) => error instanceof RangeError,
    async write(asked) {
      const rows = [...asked.rows.values()].flat() as (Count | string)[];
      if (rows.some((row) => refused.has(typeof row === "string" ? row : row.count)))
        throw new RangeError("no");
      return await memory.write(asked);
    },
  };
  const kept = { store: createMemoryOutboxStore(), letters: createMemoryLetters() };
  let lives = 0;
  const live = (over: Partial<OutboxOptions<Events>> = {}): Outbox<Events> =>
    createOutbox<Events>({
      ...STILL,
      ...kept,
      source: "s",
      epoch: `life ${++lives}`,
      streams,
      sink,
      log: (problem) => void told.push(problem),
      ...over,
    });
  const rows = (): readonly Count[] => memory.rows("counts") as readonly Count[];
  return {
    live,
    refused,
    told,
    letters: kept.letters,
    notes: () => memory.rows("notes"),
    /** What a table with a key holds: the row that was written last. */
    counts: () => Object.fromEntries(rows().map(({ of, count }) => [of, count])),
  };
}

const set = async (outbox: Outbox<Events>, of: string, count: number) =>
  await outbox.append("counts", { of, count });

test("what was set aside loses to what was written since, whether that is waiting or has arrived", async () => {
  for (const isFlushed of [false, true]) {
    const { live, refused, counts, letters, told } = newWorld();
    const outbox = live();
    refused.add(1);
    await set(outbox, "likes", 1);
    await outbox.flush();
    expect(letters.list()).toMatchObject([{ id: 1, body: { count: 1 } }]);
    refused.clear();
    await set(outbox, "likes", 2);
    if (isFlushed) await outbox.flush();

    expect(await outbox.replay(1)).toEqual({ kind: "committed", value: false });
    await outbox.flush();
    expect([counts(), letters.count()]).toEqual([{ likes: 2 }, 0]);
    expect(told).toEqual(["Letter 1 is dropped, for something newer is about the same"]);
  }
});

test("a letter about something else, and one of a stream in which each event counts, stay and can be replayed", async () => {
  const { live, refused, counts, notes } = newWorld();
  const outbox = live();
  for (const bad of [1, "note"]) refused.add(bad);
  await set(outbox, "likes", 1);
  await outbox.append("notes", "note");
  await outbox.flush();
  refused.clear();
  await set(outbox, "loves", 2);
  await outbox.append("notes", "newer");

  expect([await outbox.replay(1), await outbox.replay(2)]).toMatchObject([{ value: true }, { value: true }]);
  await outbox.flush();
  expect([counts(), notes()]).toEqual([{ likes: 1, loves: 2 }, ["newer", "note"]]);
});

test("a replay that comes in one turn with something newer loses to it, whichever of the two was first", async () => {
  for (const isReplayFirst of [true, false]) {
    const { live, refused, counts, letters } = newWorld();
    const outbox = live();
    refused.add(1);
    await set(outbox, "likes", 1);
    await outbox.flush();
    refused.clear();
    const acts = [async () => await outbox.replay(1), async () => await set(outbox, "likes", 2)];
    await Promise.all((isReplayFirst ? acts : acts.toReversed()).map(async (act) => await act()));
    await outbox.flush();

    expect([counts(), letters.count()]).toEqual([{ likes: 2 }, 0]);
  }
});

test("what is refused while something newer waits behind it is not set aside", async () => {
  const { live, refused, counts, letters, told } = newWorld({ batch: 1 });
  const outbox = live();
  refused.add(1);
  await outbox.commit((add) => {
    add("counts", { of: "likes", count: 1 });
    add("counts", { of: "likes", count: 2 });
  });

  expect(await outbox.flush()).toMatchObject({ kind: "flushed", refused: 1 });
  expect([counts(), letters.count()]).toEqual([{ likes: 2 }, 0]);
  expect(told).toEqual([
    "An event of counts is refused, and not set aside, for a newer one is about the same: no",
  ]);
});

test("a letter that an earlier deploy has left, and that says nothing of what it is about, is in nobody's way", async () => {
  const { live, letters } = newWorld();
  const odd = latest<Count>(soon, ({ of }) => of.trim());
  const outbox = live({ streams: { ...streams, counts: odd } });
  letters.add({ from: "outbox", what: "counts", body: null, why: "no", at: 0 });
  await set(outbox, "likes", 1);

  expect(letters.count()).toBe(1);
});

test("a letter stays if what is newer is undone, and goes with it when it is durable, through evictions", async () => {
  const { live, refused } = newWorld();
  const object = env.ADDRESSES.getByName(`overtaking-${crypto.randomUUID()}`);
  const inObject = async <Result>(
    act: (outbox: Outbox<Events>, breakNext: () => void) => Promise<Result>,
  ) => {
    const result = await runInDurableObject(object, async (_object, { storage }) => {
      const store = createSqlOutboxStore(storage);
      let isBroken = false;
      const write: typeof store.write = (segment) => {
        store.write(segment);
        if (isBroken) throw new Error("the disk is full");
      };
      const outbox = live({
        store: { ...store, write },
        letters: createSqlLetters(storage),
        transaction: (work) => storage.transactionSync(work),
      });
      return await act(outbox, () => void (isBroken = true));
    });
    await evict(object);
    return result;
  };
  refused.add(1);
  await inObject(async (outbox) => {
    await set(outbox, "likes", 1);
    await outbox.flush();
  });
  const left = await inObject(async (outbox, breakNext) => {
    breakNext();
    await expect(set(outbox, "likes", 2)).rejects.toThrow("the disk is full");
    await expect(outbox.replay(1)).rejects.toThrow("the disk is full");
    return outbox.status().letters;
  });
  const after = await inObject(async (outbox) => {
    await set(outbox, "likes", 3);
    return outbox.status().letters;
  });

  expect([left, after]).toEqual([1, 0]);
  expect(await inObject(async (outbox) => await outbox.replay(1))).toMatchObject({ value: false });
});

type Act = "flush" | "crash" | "replay" | "break" | "mend" | { readonly of: string };

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("likes", "loves").map((of) => ({ of })) },
    { weight: 4, arbitrary: fc.constantFrom<Act>("flush", "replay") },
    { weight: 1, arbitrary: fc.constantFrom<Act>("crash", "break", "mend") },
  ),
  { maxLength: 40 },
);

test("whatever is refused, replayed and crashed: in the end each has the value that was written last", async () => {
  const play = async (script: readonly Act[]): Promise<void> => {
    const { live, refused, counts, letters } = newWorld({ batch: 2 });
    let outbox = live();
    let count = 0;
    const newest: Record<string, number> = {};
    const replay = async () =>
      await Promise.all(letters.list().map(async ({ id }) => await outbox.replay(id)));
    for (const act of script) {
      if (typeof act === "object") await set(outbox, act.of, (newest[act.of] = ++count));
      else if (act === "flush") await outbox.flush();
      else if (act === "crash") outbox = live();
      else if (act === "replay") await replay();
      else if (act === "mend") refused.clear();
      else [count, count + 1, count + 2].forEach((each) => refused.add(each));
    }
    refused.clear();
    await outbox.flush();
    await replay();
    await outbox.flush();

    expect(counts()).toEqual(newest);
  };
  await fc.assert(fc.asyncProperty(acts, play), { numRuns: 300, seed: 20_261_130 });
});

test("a letter that was dropped is not asked for again", async () => {
  const { live, refused, letters } = newWorld();
  const remove = vi.spyOn(letters, "remove");
  const outbox = live();
  refused.add(1);
  await set(outbox, "likes", 1);
  await outbox.flush();
  for (const count of [2, 3, 4]) await set(outbox, "likes", count);

  expect(remove.mock.calls).toEqual([[1]]);
});

test("however many are refused in a flush, what is held is read once to see which are overtaken", async () => {
  const { live, refused, letters } = newWorld();
  const store = createMemoryOutboxStore();
  const load = vi.spyOn(store, "load");
  const outbox = live({ store });
  const all = Array.from({ length: 20 }, (_, count) => count);
  for (const count of all) refused.add(count);
  await outbox.commit((add) => all.forEach((count) => add("counts", { of: `${count >> 1}`, count })));
  await outbox.flush();

  expect([load.mock.calls.length, letters.count()]).toEqual([1, 10]);
});
