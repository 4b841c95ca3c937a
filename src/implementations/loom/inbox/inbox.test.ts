import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createMemoryLetters } from "../letters/letters.ts";
import { createOutbox } from "../outbox/create-outbox.ts";
import { createMemoryOutboxStore } from "../outbox/outbox-store.ts";
import { deferred } from "../outbox/policy.ts";
import type { PlacedEvent } from "../outbox/sink.ts";
import { appended, type Json } from "../outbox/streams.ts";
import { createInbox } from "./inbox.ts";
import { createObjectSink, type ObjectSinkOptions } from "./object-sink.ts";
import { STILL } from "../outbox/still.fixture.ts";

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

interface Addressed {
  readonly to: string;
  readonly text: string;
}

/** An outbox whose events are for other objects, and what has arrived at each. */
function newSender(deliver: ObjectSinkOptions["deliver"]) {
  const letters = createMemoryLetters();
  const arrived: string[] = [];
  const outbox = createOutbox<{ readonly events: Addressed & Json }>({
    source: "s",
    epoch: "e",
    streams: { events: appended(deferred(0, "for the test")) },
    store: createMemoryOutboxStore(),
    sink: createObjectSink({
      targetOf: ({ body }) => (body as unknown as Addressed).to,
      async deliver(target, delivery) {
        const refusal = await deliver(target, delivery);
        if (refusal) return refusal;
        // As an inbox does: what has arrived before is known.
        for (const { body } of delivery.events) {
          const { text } = body as unknown as Addressed;
          if (!arrived.includes(text)) arrived.push(text);
        }
        return undefined;
      },
    }),
    letters,
    ...STILL,
  });
  const send = async (): Promise<void> =>
    await Promise.all(
      ["a1", "b1", "a2", "c1", "b2", "a3"].map(
        async (text) => await outbox.append("events", { to: text.charAt(0), text }),
      ),
    ).then(() => undefined);
  return { outbox, letters, arrived, send };
}

test("what an inbox says that it will never accept is set aside, and holds up nobody else's", async () => {
  const { outbox, letters, arrived, send } = newSender(async (target) =>
    target === "b" ? { refused: "there is no such day" } : undefined,
  );
  await send();

  expect(await outbox.flush()).toMatchObject({ kind: "flushed", events: 6, refused: 2 });
  expect(letters.list()).toMatchObject([
    { body: { text: "b1" }, why: "b refuses: there is no such day" },
    { body: { text: "b2" }, why: "b refuses: there is no such day" },
  ]);
  expect(arrived.toSorted()).toEqual(["a1", "a2", "a3", "c1"]);
});

test("nothing is set aside for an error, whoever it is of, nor while another inbox is away", async () => {
  const errors = [
    Object.assign(new Error("Network connection lost."), { retryable: true }),
    Object.assign(new Error("Too many requests."), { overloaded: true }),
    Object.assign(new TypeError("a mistake that the next deploy mends"), { remote: true }),
  ];
  let away: Error | undefined;
  const { outbox, letters, arrived, send } = newSender(async (target) => {
    if (target === "a" && away) throw away;
    return target === "b" ? { refused: "there is no such day" } : undefined;
  });
  await send();
  for (const error of errors) {
    away = error;
    expect(await outbox.flush()).toEqual({ kind: "failed", why: error.message });
    expect(letters.count()).toBe(0);
  }
  away = undefined;
  await outbox.flush();

  expect(letters.count()).toBe(2);
  expect(arrived.toSorted()).toEqual(["a1", "a2", "a3", "c1"]);
});
