import {
  appended,
  createAlarms,
  createMemoryLetters,
  createMemoryOutboxStore,
  createMemorySink,
  createOutbox,
  deferred,
  type Outbox,
  type Sink,
} from "#implementations/loom";
import { type Ledger, settle } from "./ledger.ts";
import { MemoryBuffer } from "./memory-buffer.ts";

/** When in a flush the object is killed. */
export type Moment = "before" | "after";

/** A row of the object's storage that holds the events of one commit. */
export interface SegmentView {
  readonly slot: number;
  readonly events: number;
  readonly isFlushed: boolean;
}

export interface WorldView {
  readonly now: number;
  readonly life: number;
  readonly acknowledged: number;
  readonly segments: readonly SegmentView[];
  /** When the alarm will carry away what waits. */
  readonly dueAt: number | undefined;
  readonly loom: Ledger & { readonly rows: number };
  readonly memory: Ledger & { readonly rows: number };
}

type Events = { readonly events: number };

const START = Date.UTC(2026, 0, 1, 12);
const FLUSH_AFTER_MS = 30_000;

/** An object and its D1, twice: once with Loom as it is shipped, once with a buffer in memory, given the same events. */
export class World {
  #now = START;
  #life = 0;
  #events = 0;
  /** What was billed to Loom: segments and progress in the object, its alarm, and rows and the watermark in D1. */
  #rows = 0;
  #killIn: Moment | undefined;
  readonly #buffer = new MemoryBuffer();
  readonly #store = createMemoryOutboxStore();
  readonly #d1 = createMemorySink();
  #outbox: Outbox<Events> = this.#live();

  /** Sends so many events at once, and says how many are acknowledged: all. */
  async send(count: number): Promise<number> {
    const events = Array.from({ length: count }, () => ++this.#events);
    for (const event of events) this.#buffer.add(event);
    await Promise.all(events.map(async (event) => await this.#outbox.append("events", event)));
    return count;
  }

  /** Lets time pass, and the alarm go off on the way. True if the object was killed in a flush. */
  async step(ms: number): Promise<boolean> {
    const until = this.#now + ms;
    const due = this.#outbox.next() ?? Infinity;
    if (due > until) {
      this.#now = until;
      return false;
    }
    this.#now = Math.max(this.#now, due);
    const wasKilled = await this.flush();
    return (await this.step(until - this.#now)) || wasKilled;
  }

  /** Carries everything to D1. True if the object was killed on the way. */
  async flush(): Promise<boolean> {
    const moment = this.#outbox.status().events > 0 ? this.#killIn : undefined;
    this.#buffer.flush(moment);
    await this.#outbox.flush();
    if (moment === undefined) return false;
    this.#killIn = undefined;
    this.kill();
    return true;
  }

  /** Ends the object's life: memory is gone, storage is not. */
  kill(): void {
    this.#buffer.kill();
    this.#outbox = this.#live();
  }

  killInNextFlush(moment: Moment): void {
    this.#killIn = moment;
  }

  view(): WorldView {
    const { segments, progress } = this.#store.load();
    const all = Array.from({ length: this.#events }, (_, i) => i + 1);
    const place = progress?.place ?? 0;
    return {
      now: this.#now,
      life: this.#life,
      acknowledged: this.#events,
      segments: segments.map(({ slot, first, events }) => ({
        slot,
        events: events.length,
        isFlushed: first + events.length - 1 <= place,
      })),
      dueAt: this.#outbox.next(),
      loom: {
        ...settle(all, {
          pending: this.#outbox.pending("events").since({}),
          arrived: this.#d1.rows("events"),
        }),
        rows: this.#rows,
      },
      memory: {
        ...settle(all, { pending: this.#buffer.waiting, arrived: this.#buffer.arrived }),
        rows: this.#buffer.arrived.length,
      },
    };
  }

  /** A new life over what is stored. */
  #live(): Outbox<Events> {
    this.#life += 1;
    const now = (): number => this.#now;
    const bill = (): void => void (this.#rows += 1);
    const wait = async (): Promise<void> => await new Promise(() => undefined);
    const alarms = createAlarms({ clock: { setAlarm: bill }, now, wait, log: () => undefined });
    const store = this.#store;
    const outbox = createOutbox<Events>({
      source: "post:alice:first",
      epoch: `life ${this.#life}`,
      streams: { events: appended(deferred(FLUSH_AFTER_MS, "for the demo")) },
      store: {
        load: () => store.load(),
        write(segment) {
          bill();
          store.write(segment);
        },
        advance(progress) {
          bill();
          store.advance(progress);
        },
      },
      sink: { ...this.#d1, write: async (batch) => await this.#write(batch) },
      letters: createMemoryLetters(),
      alarms,
      transaction: (act) => act(),
      turn: async () => undefined,
      wait,
      now,
      log: () => undefined,
      flushAt: Infinity,
    });
    alarms.watch();
    return outbox;
  }

  async #write(batch: Parameters<Sink["write"]>[0]): ReturnType<Sink["write"]> {
    if (this.#killIn === "before") throw new Error("killed before D1 has committed");
    const written = await this.#d1.write(batch);
    if (written.kind === "written") this.#rows += 1 + batch.events.length;
    if (this.#killIn === "after") throw new Error("killed after D1 has committed");
    return written;
  }
}
