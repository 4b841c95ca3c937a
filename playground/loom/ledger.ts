/** What became of the writes that one side has acknowledged. */
export interface Ledger {
  readonly pending: number;
  readonly inD1: number;
  readonly lost: number;
  /** How many stand in D1 more than once. */
  readonly twice: number;
}

/** Holds what was acknowledged against what waits and what has arrived, event by event. */
export class Account<Event extends number | string> {
  /** Acknowledged, and not in D1. */
  readonly #open = new Set<Event>();
  readonly #there = new Set<Event>();
  #twice = 0;

  acknowledge(event: Event): void {
    if (!this.#there.has(event)) this.#open.add(event);
  }

  arrive(event: Event): void {
    if (this.#there.has(event)) this.#twice += 1;
    this.#there.add(event);
    this.#open.delete(event);
  }

  /** Where each stands: what is neither in D1 nor waiting is lost. */
  read(waiting: Iterable<Event>): Ledger {
    const pending = [...new Set(waiting)].filter((event) => this.#open.has(event)).length;
    return { pending, inD1: this.#there.size, lost: this.#open.size - pending, twice: this.#twice };
  }
}
