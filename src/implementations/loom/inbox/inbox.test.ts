import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlacedEvent } from "../outbox/sink.ts";
import { createInbox } from "./inbox.ts";
import { createObjectSink } from "./object-sink.ts";

const eventsTo = (last: number): PlacedEvent[] =>
  Array.from({ length: last }, (_, i) => ({ place: i + 1, stream: "events", body: i + 1 }));

const deliveries = fc.array(
  fc.record({
    from: fc.integer({ min: 1, max: 20 }),
    more: fc.integer({ min: 1, max: 10 }),
    crash: fc.boolean(),
  }),
  { maxLength: 20 },
);

test("applies each event once and in order, however deliveries repeat and overlap and whenever it dies", async () => {
  const object = env.ADDRESSES.getByName(`inbox-${crypto.randomUUID()}`);
  await runInDurableObject(object, async (_object, { storage }) => {
    let run = 0;
    fc.assert(
      fc.property(deliveries, (sent) => {
        const source = `source ${++run}`;
        const applied: number[] = [];
        let inbox = createInbox(storage);
        let reached = 0;
        for (const { from, more, crash } of sent) {
          // A source never leaves a gap: it begins at or before what comes next.
          const begin = Math.min(from, reached + 1);
          const events = eventsTo(begin + more).slice(begin - 1);
          inbox.accept({ source, epoch: "e", events }, 0, (fresh) =>
            applied.push(...fresh.map(({ place }) => place)),
          );
          reached = Math.max(reached, begin + more);
          if (crash) inbox = createInbox(storage);
        }
        expect(applied).toEqual(Array.from({ length: reached }, (_, i) => i + 1));
      }),
      { seed: 20_261_129, numRuns: 100 },
    );
  });
});

test("what cannot be applied is not remembered, and another epoch begins anew", async () => {
  const object = env.ADDRESSES.getByName(`inbox-${crypto.randomUUID()}`);
  await runInDurableObject(object, (_, { storage }) => {
    const inbox = createInbox(storage);
    const delivery = { source: "s", epoch: "first", events: eventsTo(3) };
    const fail = (): void => {
      throw new Error("no room");
    };

    expect(() => inbox.accept(delivery, 0, fail)).toThrow("no room");
    expect(inbox.accept(delivery, 0, () => undefined)).toBe(3);
    expect(inbox.accept(delivery, 0, () => undefined)).toBe(0);
    expect(inbox.accept({ ...delivery, epoch: "second" }, 0, () => undefined)).toBe(3);
  });
});

test("a batch that one of its inboxes has not accepted fails as a whole", async () => {
  const accepted: string[] = [];
  const sink = createObjectSink({
    targetOf: ({ place }) => (place % 2 === 0 ? "even" : "odd"),
    deliver: async (target) => {
      if (target === "odd" && accepted.length < 2) throw new Error("away");
      accepted.push(target);
    },
  });
  const batch = { source: "s", epoch: "e", after: 0, to: 4, events: eventsTo(4), rows: new Map(), at: 0 };

  await expect(sink.write(batch)).rejects.toThrow("away");
  await expect(sink.write(batch)).rejects.toThrow("away");
  expect(await sink.write(batch)).toEqual({ kind: "written" });
  expect(accepted).toEqual(["even", "even", "odd", "even"]);
});
