import fc from "fast-check";
import { expect, test } from "vitest";
import { byteLength, writeEvent } from "./backlog.ts";
import { createWorld, type Events } from "./outbox.model.ts";
import type { Outbox, OutboxStatus } from "./outbox.ts";

const MOST = { events: 10, bytes: 600 };

/** A work of some texts, and what comes of it. */
type Work = readonly string[];
type Told = "committed" | "full" | "RangeError";

const texts = fc.integer({ min: 0, max: 200 }).map((length) => "a".repeat(length));
const works: fc.Arbitrary<Work> = fc.oneof(
  { weight: 8, arbitrary: fc.array(texts, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: MOST.events + 1 }, () => "")) },
  { weight: 1, arbitrary: fc.constant(["a".repeat(MOST.bytes)]) },
);
const turns = fc.array(fc.record({ together: fc.array(works, { maxLength: 12 }), isFlushed: fc.boolean() }), {
  maxLength: 8,
});

/** What is held, as simply as can be said. */
class Room {
  events: number;
  bytes: number;

  constructor({ events, bytes }: OutboxStatus) {
    this.events = events;
    this.bytes = bytes;
  }

  take(work: Work): Told {
    let [events, bytes] = [0, 0];
    for (const text of work) {
      events += 1;
      bytes += byteLength(writeEvent("texts", text));
      if (events > MOST.events || bytes > MOST.bytes) return "RangeError";
      if (this.events + events > MOST.events || this.bytes + bytes > MOST.bytes) return "full";
    }
    this.events += events;
    this.bytes += bytes;
    return "committed";
  }
}

async function send(outbox: Outbox<Events>, work: Work): Promise<Told> {
  const [only = ""] = work;
  try {
    const sent =
      work.length === 1
        ? outbox.append("texts", only)
        : outbox.commit((add) => work.forEach((text) => add("texts", text)));
    return (await sent).kind;
  } catch (error) {
    if (error instanceof RangeError) return "RangeError";
    throw error;
  }
}

test("no more is ever held than there is room for: who finds none is refused alone, and none of it is done", async () => {
  const play = async (script: readonly { together: Work[]; isFlushed: boolean }[]): Promise<void> => {
    const world = createWorld({ most: MOST });
    const outbox = world.live();
    const accepted: string[] = [];
    for (const { together, isFlushed } of script) {
      const room = new Room(outbox.status());
      const isFull = room.events >= MOST.events || room.bytes >= MOST.bytes;
      const expected = together.map((work) => (isFull ? "full" : room.take(work)));
      accepted.push(...together.flatMap((work, i) => (expected[i] === "committed" ? work : [])));

      expect(await Promise.all(together.map(async (work) => await send(outbox, work)))).toEqual(expected);
      expect(outbox.status()).toMatchObject({ events: room.events, bytes: room.bytes });
      if (isFlushed) await outbox.flush();
    }
    await outbox.flush();
    expect(world.texts()).toEqual(accepted);
  };
  await fc.assert(fc.asyncProperty(turns, play), { numRuns: 300, seed: 20_261_129 });
});

test("a hundred at once find room for two", async () => {
  const outbox = createWorld({ most: { events: 2, bytes: 1_000 } }).live();
  const told = await Promise.all(
    Array.from({ length: 100 }, async (_, i) => await outbox.append("events", i)),
  );

  expect(told.map(({ kind }) => kind).filter((kind) => kind === "committed")).toHaveLength(2);
  expect(outbox.status().events).toBe(2);
});

test("a work hears at once that there is no room, and cannot pass over it", async () => {
  const world = createWorld({ most: { events: 1, bytes: 1_000 } });
  const outbox = world.live();
  const heard: unknown[] = [];
  const [first, second] = await Promise.all([
    outbox.append("events", 1),
    outbox.commit((add) => {
      try {
        add("events", 2);
      } catch (error) {
        heard.push(error);
      }
    }),
  ]);

  expect([first.kind, second.kind]).toEqual(["committed", "full"]);
  expect(heard).toHaveLength(1);
});

test("more events than an outbox may hold at all are a mistake of whoever adds them, and not a refusal", async () => {
  const outbox = createWorld({ most: { events: 2, bytes: 1_000 } }).live();
  const work = outbox.commit((add) => [1, 2, 3].forEach((each) => add("events", each)));

  await expect(work).rejects.toThrow(new RangeError("Cannot commit: 3 events of 36 bytes, may be 2 of 1000"));
  expect(outbox.status().events).toBe(0);
});

test("an event that is added when its work has ended is not lost without a word", async () => {
  const outbox = createWorld().live();
  let addLater = (): void => undefined;
  await outbox.commit((add) => void (addLater = () => add("events", 1)));

  expect(addLater).toThrow("the work that adds it has ended");
});
