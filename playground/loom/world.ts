import { SteppedClock } from "./clock.ts";
import type { Ledger } from "./ledger.ts";
import { LoomObject, type LoomView } from "./loom-object.ts";
import { MemoryObject } from "./memory-object.ts";
import type { Bill, Flight } from "./platform.ts";

/** What one side has done with the events that it was sent. */
export interface SideView extends Ledger {
  readonly bill: Bill;
}

export interface WorldView {
  readonly now: number;
  /** Sent to both sides, and acknowledged by both. */
  readonly acknowledged: number;
  readonly memory: SideView;
  readonly loom: LoomView;
}

const START = Date.UTC(2026, 0, 1, 12);

/** How many events come in one second, and in the next: unevenly, and each time the same. */
const BURSTS = [12, 3, 20, 7, 0, 35, 9, 16, 4, 14];
const SECOND = 1_000;

/** An object and its D1, twice: once with Loom as it is shipped, once with a buffer in memory, given the same events. */
export class World {
  readonly #clock = new SteppedClock(START);
  readonly #memory = new MemoryObject(this.#clock);
  readonly #loom = new LoomObject(this.#clock);
  #events = 0;
  #seconds = 0;

  /** Sends so many events at once, and says how many are acknowledged: all. */
  async send(count: number): Promise<number> {
    const events = Array.from({ length: count }, () => ++this.#events);
    this.#memory.add(events);
    await this.#loom.add(events);
    return count;
  }

  /** Lets time pass, and alarms and flushes take their course. */
  async step(ms: number): Promise<void> {
    await this.#clock.pass(ms);
  }

  /** One second of the stream: its events, and what falls due. */
  async stream(): Promise<void> {
    const burst = BURSTS[this.#seconds++ % BURSTS.length] ?? 0;
    await this.step(SECOND);
    await this.send(burst);
  }

  /** Has both sides begin to carry everything to D1, which takes its time. */
  async flush(): Promise<void> {
    void this.#memory.flush();
    void this.#loom.flush();
    await this.step(0);
  }

  /** Ends the life of both objects, whatever they are at, and gives the flush that this has cut. */
  kill(): Flight | undefined {
    const { flight } = this.#loom.view();
    this.#memory.kill();
    this.#loom.kill();
    return flight;
  }

  view(): WorldView {
    return {
      now: this.#clock.now,
      acknowledged: this.#events,
      memory: this.#memory.view(),
      loom: this.#loom.view(),
    };
  }
}

/** All rows of a bill. */
export function rowsOf({ d1, object, alarms }: Bill): number {
  return d1 + object + alarms;
}
