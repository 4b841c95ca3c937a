import { createAlarms } from "../alarms/alarms.ts";
import { createMemoryLetters } from "../letters/letters.ts";
import { createOutbox } from "./create-outbox.ts";
import { createMemorySink } from "./memory-sink.ts";
import type { Outbox } from "./outbox.ts";
import type { OutboxStore, Progress, Segment } from "./outbox-store.ts";
import { deferred } from "./policy.ts";
import type { Sink } from "./sink.ts";
import { appended } from "./streams.ts";

/** How the sink treats the next batch. */
export type Fault =
  | "none"
  /** Refused, and nothing written. */
  | "refuse"
  /** Written, and the answer lost. */
  | "lose answer"
  /** Not answered in time, and written later, when nobody waits any more. */
  | "write late";

export type Events = { readonly events: number; readonly texts: string };

const POISON = "poison";
const soon = deferred(1_000, "for the test");

/** A source, a store that can be set back, and a sink that has no key and so shows every event that comes twice. */
export function createWorld({ flushAt = 4, batch = 3, most = { events: 1_000, bytes: 1_000_000 } } = {}) {
  const memory = createMemorySink({ events: batch, bytes: 1_000_000 });
  const letters = createMemoryLetters();
  const poison = new Set<number>();
  const rivals = new Set<number>();
  const sent: number[][] = [];
  const late: (() => Promise<unknown>)[] = [];
  const faults: Fault[] = [];
  let slots = new Map<number, Segment>();
  let progress: Progress | undefined;
  let lives = 0;
  const time = { now: 1_000, alarmAt: Infinity };
  let fire = async (): Promise<void> => undefined;

  const store: OutboxStore = {
    load: () => ({ segments: [...slots.values()].toSorted((a, b) => a.first - b.first), progress }),
    read: (slot) => slots.get(slot),
    write: (segment) => void (slots = new Map(slots).set(segment.slot, segment)),
    advance: (next) => void (progress = next),
  };

  const sink: Sink = {
    most: memory.most,
    isPoison: (error) => error instanceof Error && error.message === POISON,
    async write(asked) {
      const bodies = asked.events.map(({ body }) => body as number);
      sent.push(bodies);
      if (bodies.some((body) => poison.has(body))) throw new Error(POISON);
      if (bodies.filter((body) => rivals.has(body)).length > 1) throw new Error(POISON);
      const fault = faults.shift() ?? "none";
      if (fault === "refuse") throw new Error("D1 is away");
      if (fault === "write late") {
        late.push(async () => await memory.write(asked));
        return await new Promise(() => undefined);
      }
      const written = await memory.write(asked);
      if (fault === "lose answer") throw new Error("Network connection lost");
      return written;
    },
  };

  /** Longer than any answer takes that comes at all. */
  async function wait(): Promise<void> {
    for (let turns = 0; turns < 100; turns++) await Promise.resolve();
  }

  /** A new life over what is stored. */
  function live(): Outbox<Events> {
    lives += 1;
    const now = () => time.now;
    const log = () => undefined;
    const clock = { setAlarm: (at: number) => void (time.alarmAt = at) };
    const alarms = createAlarms({ clock, now, wait, log });
    fire = async () => await alarms.fire();
    return createOutbox<Events>({
      source: "post:a:1",
      epoch: `life ${lives}`,
      streams: { events: appended(soon), texts: appended(soon) },
      store,
      sink,
      letters,
      alarms,
      transaction: (act) => act(),
      turn: async () => undefined,
      wait,
      now,
      log,
      flushAt,
      most,
      withinMs: 1,
    });
  }

  return {
    live,
    letters,
    poison,
    faults,
    time,
    /** Lets the alarm go off, when it was set for. */
    fire: async () => {
      time.now = Math.max(time.now, time.alarmAt);
      await fire();
    },
    /** Events of which no two can be in one batch. */
    rivals,
    /** What each batch had in it. */
    sent,
    batches: () => sent.length,
    slots: () => slots.size,
    written: () => memory.rows("events") as readonly number[],
    texts: () => memory.rows("texts") as readonly string[],
    /** Lets what was late be written after all. */
    settle: async () => {
      for (const write of late.splice(0)) await write();
    },
    snapshot: () => ({ slots, progress }),
    setBack(to: { slots: Map<number, Segment>; progress: Progress | undefined }) {
      ({ slots, progress } = to);
    },
  };
}
