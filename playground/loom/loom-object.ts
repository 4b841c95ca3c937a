import {
  type Alarms,
  appended,
  createAlarms,
  createMemoryLetters,
  createMemoryOutboxStore,
  createMemorySink,
  createOutbox,
  deferred,
  type Outbox,
  type OutboxOptions,
  type Sink,
} from "#implementations/loom";
import type { SteppedClock } from "./clock.ts";
import { Account } from "./ledger.ts";
import { type Flight, Platform } from "./platform.ts";
import type { SideView } from "./world.ts";

type Events = { readonly events: number };
type Batch = Parameters<Sink["write"]>[0];
type SegmentState = "waiting" | "leaving" | "flushed";

/** A row of the object's storage that holds the events of one commit. */
export interface SegmentView {
  readonly slot: number;
  readonly events: number;
  readonly state: SegmentState;
}

export interface LoomView extends SideView {
  readonly life: number;
  readonly segments: readonly SegmentView[];
  /** What the flush is at, if there is one. */
  readonly flight: Flight | undefined;
  /** When the alarm will carry away what waits. */
  readonly dueAt: number | undefined;
}

const STREAMS = { events: appended<number>(deferred(30_000, "as long as seed 002 lets them wait")) };

/** The same object with Loom as it is shipped, over a storage and a database in memory. */
export class LoomObject {
  readonly #account = new Account<number>();
  readonly #store = createMemoryOutboxStore();
  readonly #d1 = createMemorySink();
  readonly #platform: Platform;
  #alarms: Alarms;
  #outbox: Outbox<Events>;
  /** Up to here a flush is on its way. */
  #leavingTo = 0;

  constructor(clock: SteppedClock) {
    this.#platform = new Platform(clock, () => void this.#alarms.fire());
    [this.#alarms, this.#outbox] = this.#live();
  }

  /** Adds events in one turn, and ends when they are acknowledged. */
  async add(events: readonly number[]): Promise<void> {
    await Promise.all(
      events.map(async (event) => {
        await this.#outbox.append("events", event);
        this.#account.acknowledge(event);
      }),
    );
  }

  async flush(): Promise<void> {
    await this.#outbox.flush();
  }

  /** A life of the object ends: memory is gone, storage is not. */
  kill(): void {
    this.#leavingTo = 0;
    [this.#alarms, this.#outbox] = this.#live();
    this.#alarms.watch();
  }

  view(): LoomView {
    const { bill, flight, lives } = this.#platform;
    return {
      ...this.#account.read(this.#outbox.pending("events").since({})),
      bill,
      flight,
      life: lives,
      segments: this.#segments(),
      dueAt: this.#outbox.next(),
    };
  }

  #segments(): readonly SegmentView[] {
    const { segments, progress } = this.#store.load();
    const stateOf = (last: number): SegmentState => {
      if (last <= (progress?.place ?? 0)) return "flushed";
      return last <= this.#leavingTo ? "leaving" : "waiting";
    };
    return segments.map(({ slot, first, events }) => ({
      slot,
      events: events.length,
      state: stateOf(first + events.length - 1),
    }));
  }

  /** A new life over what is stored. */
  #live(): [Alarms, Outbox<Events>] {
    const { clock } = this.#platform;
    const { wait } = this.#platform.begin();
    const now = (): number => clock.now;
    const log = (): void => undefined;
    const alarms = createAlarms({ clock: this.#platform, now, wait, log });
    const outbox = createOutbox<Events>({
      source: "post:alice:first",
      epoch: `life ${this.#platform.lives}`,
      streams: STREAMS,
      store: this.#billedStore(),
      sink: { ...this.#d1, write: async (batch) => await this.#write(batch) },
      letters: createMemoryLetters(),
      alarms,
      transaction: (act) => act(),
      turn: async () => undefined,
      wait,
      now,
      log,
      flushAt: Infinity,
    });
    return [alarms, outbox];
  }

  #billedStore(): OutboxOptions<Events>["store"] {
    const charge = (): void => this.#platform.charge({ object: 1 });
    return {
      load: () => this.#store.load(),
      read: (slot) => this.#store.read(slot),
      write: (segment) => {
        charge();
        this.#store.write(segment);
      },
      advance: (progress) => {
        charge();
        this.#store.advance(progress);
      },
    };
  }

  async #write(batch: Batch): ReturnType<Sink["write"]> {
    this.#leavingTo = batch.to;
    const written = await this.#platform.askD1(batch.events.length, async () => await this.#commit(batch));
    this.#leavingTo = 0;
    return written;
  }

  async #commit(batch: Batch): ReturnType<Sink["write"]> {
    const before = this.#d1.rows("events").length;
    const written = await this.#d1.write(batch);
    const came = this.#d1.rows("events").slice(before) as readonly number[];
    for (const event of came) this.#account.arrive(event);
    // The rows, and the watermark with them.
    if (written.kind === "written") this.#platform.charge({ d1: came.length + 1 });
    return written;
  }
}
