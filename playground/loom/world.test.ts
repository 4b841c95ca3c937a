import fc from "fast-check";
import { expect, test } from "vitest";
import { ANSWERS_AFTER_MS, COMMITS_AFTER_MS } from "./platform.ts";
import { rowsOf, World } from "./world.ts";

const FLUSH_MS = COMMITS_AFTER_MS + ANSWERS_AFTER_MS;

/** A world in which everything that waits has been flushed. */
async function flushed(world: World): Promise<World> {
  await world.flush();
  await world.step(FLUSH_MS);
  return world;
}

test("what was sent waits on both sides, and after half a minute an alarm has a flush carry it to D1", async () => {
  const world = new World();
  await world.send(10);
  await world.step(30_000 - 1);
  expect(world.view()).toMatchObject({ loom: { pending: 10, inD1: 0 }, memory: { pending: 10, inD1: 0 } });
  expect(world.view().loom.flight).toBeUndefined();

  await world.step(1);
  const leaving = { pending: 10, inD1: 0 };
  expect(world.view()).toMatchObject({ loom: leaving, memory: leaving });
  expect(world.view().loom.flight).toEqual({ events: 10, stage: "asked" });
  await world.step(COMMITS_AFTER_MS);
  const committed = { pending: 0, inD1: 10 };
  expect(world.view()).toMatchObject({ loom: committed, memory: committed });
  expect(world.view().loom.flight).toEqual({ events: 10, stage: "written" });
  await world.step(ANSWERS_AFTER_MS);

  expect(world.view().loom.flight).toBeUndefined();
});

test("a kill loses what memory held, and nothing of what Loom has acknowledged", async () => {
  const world = new World();
  await world.send(10);
  await flushed(world);
  await world.send(7);
  expect(world.kill()).toBeUndefined();
  await world.step(60_000);

  expect(world.view()).toMatchObject({
    acknowledged: 17,
    loom: { life: 2, inD1: 17, lost: 0, twice: 0 },
    memory: { inD1: 10, lost: 7, twice: 0 },
  });
});

test.for<[string, number, { kept: number; lost: number }]>([
  ["before", COMMITS_AFTER_MS - 1, { kept: 0, lost: 8 }],
  ["after", COMMITS_AFTER_MS, { kept: 5, lost: 3 }],
])(
  "a kill in a flush, %s D1 has committed: Loom loses nothing and writes nothing twice",
  async ([when, ms, { kept, lost }]) => {
    const world = new World();
    await world.send(5);
    await world.flush();
    await world.send(3);
    await world.step(ms);
    expect(world.kill()).toEqual({ events: 5, stage: when === "after" ? "written" : "asked" });
    expect(world.view()).toMatchObject({ memory: { inD1: kept, lost }, loom: { inD1: kept, lost: 0 } });

    await flushed(world);
    await flushed(world);

    expect(world.view().loom).toMatchObject({ pending: 0, inD1: 8, lost: 0, twice: 0 });
  },
);

test("after a kill that D1 had committed before, it refuses the batch, and Loom goes on from its watermark", async () => {
  const world = new World();
  await world.send(5);
  await world.flush();
  await world.step(COMMITS_AFTER_MS);
  world.kill();
  await world.send(3);
  await world.flush();

  await world.step(COMMITS_AFTER_MS);

  expect(world.view().loom).toMatchObject({ inD1: 5, pending: 3, flight: { events: 5, stage: "elsewhere" } });
});

test("a hundred at once are one segment, which leaves with the flush, and whose slot is used again", async () => {
  const world = new World();
  await world.send(100);
  expect(world.view().loom.segments).toEqual([{ slot: 0, events: 100, state: "waiting" }]);
  await world.flush();
  await world.send(1);
  expect(world.view().loom.segments.map(({ state }) => state)).toEqual(["leaving", "waiting"]);
  await world.step(FLUSH_MS);
  expect(world.view().loom.segments.map(({ state }) => state)).toEqual(["flushed", "waiting"]);

  await world.send(2);

  expect(world.view().loom.segments.toSorted((a, b) => a.slot - b.slot)).toEqual([
    { slot: 0, events: 2, state: "waiting" },
    { slot: 1, events: 1, state: "waiting" },
  ]);
});

test("both sides are billed for their alarms, and Loom for its segments, its progress and the watermark too", async () => {
  const world = new World();
  await world.send(100);
  expect(world.view()).toMatchObject({
    memory: { bill: { d1: 0, object: 0, alarms: 1 } },
    loom: { bill: { d1: 0, object: 1, alarms: 1 } },
  });

  await world.step(30_000 + FLUSH_MS);

  expect(world.view()).toMatchObject({
    memory: { bill: { d1: 100, object: 0, alarms: 1 } },
    loom: { bill: { d1: 101, object: 2, alarms: 1 } },
  });
});

test("after a kill each side sets its alarm anew: Loom for what waits, the buffer for the next that comes", async () => {
  const world = new World();
  await world.send(1);
  world.kill();
  expect(world.view()).toMatchObject({ memory: { bill: { alarms: 1 } }, loom: { bill: { alarms: 2 } } });

  await world.send(1);

  expect(world.view()).toMatchObject({ memory: { bill: { alarms: 2 } }, loom: { bill: { alarms: 2 } } });
});

test("the stream is the same each time, and its seconds pack into segments of a turn each", async () => {
  const [one, other] = [new World(), new World()];
  for (let second = 0; second < 90; second++) {
    await one.stream();
    await other.stream();
  }
  const { acknowledged, loom, memory } = one.view();

  expect(other.view()).toEqual(one.view());
  expect(acknowledged).toBe(9 * 120);
  expect(loom).toMatchObject({ lost: 0, twice: 0, life: 1 });
  expect(loom.inD1).toBeGreaterThan(500);
  expect(memory.inD1).toBe(loom.inD1);
  // What the buffer saves by its promise being empty is a row for each second, and three for each flush.
  expect(rowsOf(memory.bill)).toBeLessThan(rowsOf(loom.bill));
});

test("whatever a reader does, and whenever they kill, Loom loses nothing and writes nothing twice", async () => {
  const act = fc.oneof(
    fc.constantFrom("send", "flush", "kill", "stream"),
    fc.integer({ min: 1, max: 12_000 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
      const world = new World();
      for (const each of acts) {
        if (each === "send") await world.send(3);
        else if (each === "flush") await world.flush();
        else if (each === "kill") world.kill();
        else if (each === "stream") await world.stream();
        else await world.step(each);
      }
      const { loom, memory, acknowledged } = world.view();

      expect(loom).toMatchObject({ lost: 0, twice: 0 });
      expect(loom.pending + loom.inD1).toBe(acknowledged);
      expect(memory.twice).toBe(0);
      expect(memory.pending + memory.inD1 + memory.lost).toBe(acknowledged);
    }),
    { seed: 20_261_129, numRuns: 200 },
  );
});
