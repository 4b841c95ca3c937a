import fc from "fast-check";
import { expect, test } from "vitest";
import { createWorld, type Fault } from "./outbox.model.ts";

type Act = "commit" | "flush" | "crash" | "snapshot" | "set back" | "settle" | { readonly fault: Fault };

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Act>("commit") },
    { weight: 3, arbitrary: fc.constant<Act>("flush") },
    { weight: 1, arbitrary: fc.constantFrom<Act>("crash", "snapshot", "set back", "settle") },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Fault>("refuse", "lose answer", "write late").map((fault) => ({ fault })),
    },
  ),
  { maxLength: 60 },
);

async function play(script: readonly Act[]): Promise<void> {
  const world = createWorld();
  let outbox = world.live();
  let acknowledged = new Set<number>();
  let snapshot = { ...world.snapshot(), acknowledged: new Set<number>() };
  let number = 0;
  for (const act of script) {
    if (typeof act === "object") world.faults.push(act.fault);
    else if (act === "commit") {
      const event = ++number;
      await outbox.commit((add) => add("events", event));
      acknowledged.add(event);
    } else if (act === "flush") await outbox.flush();
    else if (act === "crash") outbox = world.live();
    else if (act === "settle") await world.settle();
    else if (act === "snapshot") snapshot = { ...world.snapshot(), acknowledged: new Set(acknowledged) };
    else {
      world.setBack(snapshot);
      outbox = world.live();
      // What was written since the snapshot and not flushed is gone with the storage; what was flushed is not.
      acknowledged = new Set(snapshot.acknowledged);
    }
  }
  const flushedBefore = world.written();
  world.faults.splice(0);
  await world.settle();
  for (let tries = 0; outbox.status().events > 0 && tries < 10; tries++) await outbox.flush();
  await world.settle();

  const written = world.written();
  expect(new Set(written).size).toBe(written.length);
  expect([...acknowledged].filter((event) => !written.includes(event))).toEqual([]);
  expect(written.slice(0, flushedBefore.length)).toEqual(flushedBefore);
}

test("every acknowledged event arrives once, whatever is refused, lost, late, crashed or set back", async () => {
  await fc.assert(fc.asyncProperty(acts, play), { numRuns: 300, seed: 20_261_129 });
});

test("events arrive in the order they were committed", async () => {
  const world = createWorld();
  const outbox = world.live();
  const numbers = Array.from({ length: 20 }, (_, i) => i);
  for (const each of numbers) await outbox.commit((add) => add("events", each));
  world.faults.push("lose answer", "refuse");
  for (let i = 0; i < 3; i++) await outbox.flush();

  expect(world.written()).toEqual(numbers);
});

test.for([1, 2, 3, 7, 8, 64, 100, 1_000])("one poison event of %i is found by halves", async (size) => {
  for (const bad of new Set([0, size >> 1, size - 1])) {
    const world = createWorld({ batch: 1_000 });
    const outbox = world.live();
    world.poison.add(bad);
    await outbox.commit((add) => {
      for (let i = 0; i < size; i++) add("events", i);
    });
    const flushed = await outbox.flush();
    const extra = world.batches() - 1;

    expect(flushed).toMatchObject({ kind: "flushed", events: size, refused: 1 });
    expect(extra).toBeLessThanOrEqual(Math.ceil(Math.log2(size)) + 1);
    expect(world.letters.list()).toMatchObject([
      { from: "outbox", what: "events", body: bad, why: "poison" },
    ]);
    expect(world.written()).toEqual(Array.from({ length: size }, (_, i) => i).filter((i) => i !== bad));
  }
});

test("events that are refused in one batch, and by themselves are not, all arrive", async () => {
  for (const [a, b] of [
    [0, 1],
    [0, 7],
    [3, 4],
    [6, 7],
  ] as const) {
    const world = createWorld({ batch: 8 });
    const outbox = world.live();
    world.rivals.add(a).add(b);
    await outbox.commit((add) => {
      for (let i = 0; i < 8; i++) add("events", i);
    });
    expect(await outbox.flush()).toMatchObject({ kind: "flushed", events: 8, refused: 0 });

    expect(world.letters.count()).toBe(0);
    expect(world.written()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  }
});

test("a replayed letter is an event like any other", async () => {
  const world = createWorld();
  const outbox = world.live();
  world.poison.add(1);
  await outbox.commit((add) => add("events", 1));
  await outbox.flush();
  world.poison.clear();

  expect(await outbox.replay(99)).toEqual({ kind: "committed", value: false });
  expect(await outbox.replay(1)).toEqual({ kind: "committed", value: true });
  await outbox.flush();

  expect(world.written()).toEqual([1]);
  expect(world.letters.count()).toBe(0);
});

test("a crash between the letter and the next batch neither loses nor repeats it", async () => {
  const world = createWorld();
  const first = world.live();
  world.poison.add(2);
  await first.commit((add) => [1, 2, 3].forEach((each) => add("events", each)));
  // 1, 2 and 3 are refused together, then 1 is written; 2 is refused alone and set aside, and the batch with 3 is lost.
  world.faults.push("none", "refuse");
  const failed = await first.flush();
  const second = world.live();
  await second.flush();

  expect(failed.kind).toBe("failed");
  expect(world.letters.list().map(({ body }) => body)).toEqual([2]);
  expect(world.written()).toEqual([1, 3]);
});

test("slots are written over once they are flushed", async () => {
  const world = createWorld();
  const outbox = world.live();
  for (let round = 0; round < 20; round++) {
    for (let i = 0; i < 3; i++) await outbox.commit((add) => add("events", round * 3 + i));
    await outbox.flush();
  }

  expect(world.slots()).toBe(3);
  expect(world.written()).toHaveLength(60);
});

test("pending events and a reading of the sink make one whole, whenever the reading was", async () => {
  const world = createWorld();
  const outbox = world.live();
  await outbox.commit((add) => [1, 2, 3].forEach((each) => add("events", each)));
  await outbox.flush();
  await outbox.commit((add) => [4, 5].forEach((each) => add("events", each)));
  const before = outbox.pending("events");
  await outbox.flush();

  expect(before.since({ "life 1": 3 })).toEqual([4, 5]);
  expect(before.since({ "life 1": 5 })).toEqual([]);
  expect(outbox.pending("events").since({ "life 1": 5 })).toEqual([]);
});

test("at the cap a writer is told when the sink is really asked next, however often it has failed", async () => {
  const world = createWorld({ flushAt: 2, most: { events: 3, bytes: 1_000 } });
  const outbox = world.live();
  for (const each of [1, 2, 3]) await outbox.append("events", each);
  const waits: number[] = [];
  for (let failure = 0; failure < 8; failure++) {
    world.faults.push("refuse");
    await world.fire();
    const refused = await outbox.append("events", 4);
    expect(refused).toEqual({ kind: "full", retryAt: world.time.alarmAt });
    waits.push(world.time.alarmAt - world.time.now);
  }
  await world.fire();

  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000));
  expect(await outbox.append("events", 4)).toEqual({ kind: "committed", value: undefined });
});

test("at the cap a writer is told to come back soon while a flush is due or under way", async () => {
  const world = createWorld({ flushAt: 2, most: { events: 2, bytes: 1_000 } });
  const outbox = world.live();
  for (const each of [1, 2]) await outbox.append("events", each);
  const soon = { kind: "full", retryAt: world.time.now + 1_000 };
  expect(await outbox.append("events", 3)).toEqual(soon);

  world.faults.push("refuse");
  await world.fire();
  const flushing = outbox.flush();
  expect(await outbox.append("events", 3)).toEqual({ kind: "full", retryAt: world.time.now + 1_000 });
  await flushing;

  expect(await outbox.append("events", 3)).toMatchObject({ kind: "committed" });
});

test("what fills a batch is flushed at once, however few events it is", async () => {
  const world = createWorld({ most: { events: 1_000, bytes: 4_000_000 } });
  const outbox = world.live();
  await outbox.append("texts", "a".repeat(600_000));
  expect(outbox.status().dueAt).toBe(world.time.now + 1_000);
  await outbox.append("texts", "b".repeat(600_000));

  expect(outbox.status().dueAt).toBe(world.time.now);
});
