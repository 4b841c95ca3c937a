import type { SteppedClock } from "./clock.ts";
import { Account } from "./ledger.ts";
import { Platform } from "./platform.ts";
import type { SideView } from "./world.ts";

/** How long seed 002 lets events wait. */
const FLUSH_AFTER_MS = 30_000;

/** The object of seed 002: events wait in memory, and an alarm has them carried to D1 together. */
export class MemoryObject {
  readonly #account = new Account<number>();
  readonly #platform: Platform;
  #buffer: number[] = [];
  /** Taken out of the buffer by flushes that have not ended. */
  readonly #leaving = new Set<number>();
  #isScheduled = false;

  constructor(clock: SteppedClock) {
    this.#platform = new Platform(clock, () => void this.#alarm());
    this.#platform.begin();
  }

  /** As the seed's `recordEvent`: it is answered at once. */
  add(events: readonly number[]): void {
    for (const event of events) {
      this.#buffer.push(event);
      this.#account.acknowledge(event);
    }
    if (events.length === 0 || this.#isScheduled) return;
    this.#platform.setAlarm(this.#platform.clock.now + FLUSH_AFTER_MS);
    this.#isScheduled = true;
  }

  async flush(): Promise<void> {
    const events = this.#buffer.splice(0);
    if (events.length === 0) return;
    for (const event of events) this.#leaving.add(event);
    await this.#platform.askD1(events.length, async () => {
      for (const event of events) this.#account.arrive(event);
      this.#platform.charge({ d1: events.length });
      return { kind: "written" };
    });
    for (const event of events) this.#leaving.delete(event);
  }

  /** A life of the object ends, and its memory with it. */
  kill(): void {
    this.#platform.begin();
    this.#buffer = [];
    this.#leaving.clear();
    this.#isScheduled = false;
  }

  view(): SideView {
    return { ...this.#account.read([...this.#leaving, ...this.#buffer]), bill: this.#platform.bill };
  }

  async #alarm(): Promise<void> {
    this.#isScheduled = false;
    await this.flush();
  }
}
