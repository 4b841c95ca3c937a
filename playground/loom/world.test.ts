import fc from "fast-check";
import { expect, test } from "vitest";
import { type Moment, World } from "./world.ts";

test("what was sent waits on both sides, and is in D1 on both after half a minute", async () => {
  const world = new World();
  await world.send(10);
  await world.step(29_999);
  expect(world.view()).toMatchObject({ loom: { pending: 10, inD1: 0 }, memory: { pending: 10, inD1: 0 } });

  await world.step(1);

  expect(world.view()).toMatchObject({ loom: { pending: 0, inD1: 10 }, memory: { pending: 0, inD1: 10 } });
});

test("a kill loses what memory held, and nothing of what Loom has acknowledged", async () => {
  const world = new World();
  await world.send(10);
  await world.flush();
  await world.send(7);
  world.kill();
  await world.step(60_000);

  expect(world.view()).toMatchObject({
    life: 2,
    acknowledged: 17,
    loom: { inD1: 17, lost: 0, twice: 0 },
    memory: { inD1: 10, lost: 7, twice: 0 },
  });
});

test.for<[Moment, number]>([
  ["before", 0],
  ["after", 5],
])(
  "a kill in a flush, %s D1 has committed: Loom loses nothing and writes nothing twice",
  async ([moment, kept]) => {
    const world = new World();
    await world.send(5);
    world.killInNextFlush(moment);
    expect(await world.flush()).toBe(true);
    expect(world.view().memory.inD1).toBe(kept);

    await world.flush();

    expect(world.view().loom).toMatchObject({ pending: 0, inD1: 5, lost: 0, twice: 0 });
  },
);

test("a hundred at once are one segment, whose slot is used again; rows are what was written", async () => {
  const world = new World();
  await world.send(100);
  // The alarm and the segment.
  expect(world.view()).toMatchObject({
    loom: { rows: 2 },
    segments: [{ slot: 0, events: 100, isFlushed: false }],
  });
  await world.flush();
  // The watermark, a hundred rows, and the progress.
  expect(world.view()).toMatchObject({ loom: { rows: 104 }, segments: [{ slot: 0, isFlushed: true }] });

  await world.send(1);

  expect(world.view().segments).toEqual([{ slot: 0, events: 1, isFlushed: false }]);
});

test("whatever a reader does, Loom loses nothing and writes nothing twice", async () => {
  const act = fc.constantFrom("send", "step", "flush", "kill", "kill before", "kill after");
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
      const world = new World();
      for (const each of acts) {
        if (each === "send") await world.send(3);
        else if (each === "step") await world.step(10_000);
        else if (each === "flush") await world.flush();
        else if (each === "kill") world.kill();
        else world.killInNextFlush(each === "kill before" ? "before" : "after");
      }
      const { loom, memory, acknowledged } = world.view();

      expect(loom).toMatchObject({ lost: 0, twice: 0 });
      expect(loom.pending + loom.inD1).toBe(acknowledged);
      expect(memory.pending + memory.inD1 + memory.lost).toBe(acknowledged);
    }),
    { seed: 20_261_129, numRuns: 200 },
  );
});
