import fc from "fast-check";
import { expect, test } from "vitest";
import { createMemoryLetters } from "../letters/letters.ts";
import { createOutbox } from "./create-outbox.ts";
import type { Outbox } from "./outbox.ts";
import { createMemoryOutboxStore } from "./outbox-store.ts";
import { deferred } from "./policy.ts";
import type { Sink } from "./sink.ts";
import { STILL } from "./still.fixture.ts";
import { appended } from "./streams.ts";

const ROOM = 5;

type Act =
  | "flush"
  | "crash"
  | "snapshot"
  | "set back"
  | { readonly adds: number }
  | { readonly fails: number };

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: ROOM }).map((adds) => ({ adds })) },
    { weight: 4, arbitrary: fc.constant<Act>("flush") },
    { weight: 2, arbitrary: fc.constantFrom<Act>("crash", "snapshot", "set back") },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }).map((fails) => ({ fails })) },
  ),
  { maxLength: 50 },
);

/** A sink that can be set back to what it was. What comes twice stands there twice. */
function createSink(asked: () => void) {
  const poison = new Set<number>();
  let [marks, rows, failsAfter] = [new Map<string, number>(), [] as readonly number[], Infinity];
  const sink: Sink = {
    most: { events: 2, bytes: 1_000 },
    isPoison: (error) => error instanceof RangeError,
    async write({ epoch, after, to, events }) {
      asked();
      if (failsAfter-- <= 0) throw new Error("D1 is away");
      const mark = marks.get(epoch) ?? 0;
      if (mark !== after) return { kind: "elsewhere", mark };
      if (events.some(({ body }) => poison.has(body as number))) throw new RangeError("no");
      marks = new Map(marks).set(epoch, to);
      rows = [...rows, ...events.map(({ body }) => body as number)];
      return { kind: "written" };
    },
  };
  return {
    sink,
    poison,
    rows: () => rows,
    failAfter: (batches: number) => void (failsAfter = batches),
    snapshot: () => ({ marks, rows }),
    setBack: (to: { marks: Map<string, number>; rows: readonly number[] }) => void ({ marks, rows } = to),
  };
}

async function play(script: readonly Act[]): Promise<void> {
  const { sink, rows, failAfter, snapshot, setBack } = createSink(() =>
    expect(outbox.status().events).toBeLessThanOrEqual(ROOM),
  );
  const store = createMemoryOutboxStore();
  let [lives, last, isSetBack] = [0, 0, false];
  let before = snapshot();
  const live = (): Outbox<{ readonly events: number }> =>
    createOutbox<{ readonly events: number }>({
      ...STILL,
      source: "s",
      epoch: `life ${++lives}`,
      streams: { events: appended(deferred(0, "for the test")) },
      store,
      sink,
      letters: createMemoryLetters(),
      most: { events: ROOM, bytes: 1_000 },
    });
  let outbox = live();
  const add = async (count: number): Promise<void> => {
    const numbers = Array.from({ length: count }, (_, i) => last + 1 + i);
    const told = await outbox.commit((put) => numbers.forEach((each) => put("events", each)));
    if (told.kind === "committed") last += count;
  };
  for (const act of script) {
    if (act === "flush") await outbox.flush();
    else if (act === "crash") outbox = live();
    else if (act === "snapshot") before = snapshot();
    else if (act === "set back") {
      setBack(before);
      isSetBack = true;
    } else if ("adds" in act) await add(act.adds);
    else failAfter(act.fails);

    if (act === "flush") failAfter(Infinity);
    expect(new Set(rows()).size).toBe(rows().length);
  }
  failAfter(Infinity);
  const held = outbox.status().events;
  expect(await outbox.flush()).toMatchObject({ kind: "flushed" });

  const written = rows();
  expect(outbox.status().events).toBe(0);
  expect(written.toSorted((a, b) => a - b)).toEqual(written);
  expect(new Set(written).size).toBe(written.length);
  expect(written.slice(written.length - held)).toEqual(
    Array.from({ length: held }, (_, i) => last - held + 1 + i),
  );
  expect(written).toHaveLength(isSetBack ? written.length : last);
}

test("however a sink is set back: nothing comes twice, what waits arrives, and no more is held than there is room for", async () => {
  await fc.assert(fc.asyncProperty(acts, play), { numRuns: 500, seed: 20_261_130 });
});

test("what was set aside is not written again with the rest, and what was replayed comes once", async () => {
  for (const isReplayed of [false, true]) {
    const { sink, poison, rows, snapshot, setBack } = createSink(() => undefined);
    const letters = createMemoryLetters();
    const outbox = createOutbox<{ readonly events: number }>({
      ...STILL,
      source: "s",
      epoch: "life",
      streams: { events: appended(deferred(0, "for the test")) },
      store: createMemoryOutboxStore(),
      sink,
      letters,
    });
    const before = snapshot();
    poison.add(4);
    for (const numbers of [[1], [2], [3, 4, 5]]) {
      await outbox.commit((add) => numbers.forEach((each) => add("events", each)));
    }
    await outbox.flush();
    if (isReplayed) {
      poison.clear();
      await outbox.replay(1);
      await outbox.flush();
    }
    setBack(before);
    await outbox.append("events", 6);
    await outbox.flush();

    // The slots of 1, and of 2 where there was a replay, were written over.
    expect(rows()).toEqual(isReplayed ? [3, 5, 4, 6] : [2, 3, 5, 6]);
    expect(letters.count()).toBe(isReplayed ? 0 : 1);
  }
});
