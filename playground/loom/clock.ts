import type { OutboxOptions } from "#implementations/loom";

/** Who waits: a life of an object, or an alarm of the platform's. */
type Waiter = object;

interface Waiting {
  readonly at: number;
  readonly waiter: Waiter;
  readonly come: () => void;
}

/** What runs between two waits is over after fewer turns than these. */
const TURNS = 100;

/** A clock that passes when it is told to, and not by itself. Epoch milliseconds. */
export class SteppedClock {
  #now: number;
  #waiting: readonly Waiting[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  /** A wait that ends when so much time has passed, and never if `stop` is called before. */
  waitOf(waiter: Waiter): OutboxOptions<unknown>["wait"] {
    return async (ms, signal) =>
      await new Promise((come, fail) => {
        const waiting = { at: this.#now + ms, waiter, come };
        this.#waiting = [...this.#waiting, waiting];
        signal.addEventListener("abort", () => {
          this.#waiting = this.#waiting.filter((each) => each !== waiting);
          fail(signal.reason);
        });
      });
  }

  /** Has nobody wait any more for this one's sake. */
  stop(waiter: Waiter): void {
    this.#waiting = this.#waiting.filter((each) => each.waiter !== waiter);
  }

  /** Lets time pass, wait by wait, with all that each of them sets going. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    for (let next = this.#first(until); next; next = this.#first(until)) {
      const due = next;
      this.#waiting = this.#waiting.filter((each) => each !== due);
      this.#now = Math.max(this.#now, due.at);
      due.come();
      await settle();
    }
    this.#now = until;
  }

  #first(until: number): Waiting | undefined {
    return this.#waiting.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await Promise.resolve();
}
