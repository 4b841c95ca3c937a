import { expect, test } from "vitest";
import { createMemoryLetters } from "../letters/letters.ts";
import { createOutbox } from "./create-outbox.ts";
import { createMemorySink } from "./memory-sink.ts";
import type { Streams } from "./outbox.ts";
import { createMemoryOutboxStore } from "./outbox-store.ts";
import { deferred } from "./policy.ts";
import type { Sink } from "./sink.ts";
import { STILL } from "./still.fixture.ts";
import { appended } from "./streams.ts";

interface Events {
  readonly events: number;
  readonly others: number;
}

const stream = appended(deferred(1_000, "for the test"));
const BOTH: Streams<Events> = { events: stream, others: stream };

/** An object whose deploys have the streams that they are given, over one store and one sink. */
function newObject(write?: (sink: Sink) => Sink["write"]) {
  const memory = createMemorySink();
  const isPoison = (error: unknown): boolean => error instanceof TypeError;
  const sink: Sink = {
    ...memory,
    isPoison,
    write: write ? write(memory) : async (batch) => await memory.write(batch),
  };
  const letters = createMemoryLetters();
  const store = createMemoryOutboxStore();
  let lives = 0;
  const live = (streams: Partial<Streams<Events>> = BOTH) =>
    createOutbox<Events>({
      ...STILL,
      source: "a test",
      epoch: `life ${++lives}`,
      streams: streams as Streams<Events>,
      store,
      sink,
      letters,
    });
  return { live, letters, rows: (name: keyof Events) => memory.rows(name) };
}

test("an event of a stream that a deploy has taken away waits until one brings it back", async () => {
  const { live, letters, rows } = newObject();
  const before = live();
  await before.commit((add) => {
    for (const each of [1, 2, 3]) add(each === 2 ? "others" : "events", each);
  });
  const without = live({ events: stream });
  expect(await without.flush()).toEqual({
    kind: "failed",
    why: 'Cannot flush: there is no stream "others"',
  });
  expect([without.status().events, letters.count()]).toEqual([3, 0]);
  await live().flush();

  expect([rows("events"), rows("others")]).toEqual([[1, 3], [2]]);
});

test("a flush tells how many events it has carried, whoever comes meanwhile", async () => {
  const { live } = newObject((sink) => async (batch) => {
    await Promise.all([4, 5, 6, 7].map(async (each) => await outbox.append("events", each)));
    return await sink.write(batch);
  });
  const outbox = live();
  for (const each of [1, 2, 3]) await outbox.append("events", each);

  expect(await outbox.flush()).toMatchObject({ kind: "flushed", events: 3 });
});

test("what was set aside is not tried again with what the sink has lost that was set back", async () => {
  const kept = { mark: 0, rows: [] as unknown[], poison: 2 };
  const { live, letters } = newObject(() => async (batch) => {
    if (batch.after !== kept.mark) return { kind: "elsewhere", mark: kept.mark };
    const bodies = batch.events.map(({ body }) => body);
    if (bodies.includes(kept.poison)) throw new TypeError("no");
    kept.mark = batch.to;
    kept.rows.push(...bodies);
    return { kind: "written" };
  });
  const outbox = live();
  for (const each of [-2, -1]) await outbox.append("events", each);
  await outbox.commit((add) => [1, 2, 3].forEach((each) => add("events", each)));
  await outbox.flush();
  expect([kept.rows, letters.count()]).toEqual([[-2, -1, 1, 3], 1]);

  // The replay and what comes next are written over the first two, and the sink loses the rest.
  kept.poison = 0;
  await outbox.replay(1);
  await outbox.flush();
  Object.assign(kept, { mark: 2, rows: [] });
  await outbox.append("events", 4);
  await outbox.flush();

  expect([kept.rows, letters.count()]).toEqual([[1, 3, 2, 4], 0]);
});
