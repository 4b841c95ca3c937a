/** An event that the commit of its turn will make durable. */
export interface Staged {
  /** JSON of its stream and body. */
  readonly text: string;
  readonly bytes: number;
  readonly dueAt: number;
  /** What it is about, where only the newest event about it counts. */
  readonly about: string | undefined;
}

/** How much there is, or may be. */
export interface Amount {
  readonly events: number;
  readonly bytes: number;
}

/** There is no room for what a work adds, until a flush has made some. */
export class NoRoom extends Error {
  override readonly name = "NoRoom";
}

/** What the works of one turn have added: with what is held, never more than there is room for. */
export class Staging {
  #events: Staged[] = [];
  #bytes = 0;
  readonly #most: Amount;
  readonly #held: () => Amount;

  constructor(most: Amount, held: () => Amount) {
    this.#most = most;
    this.#held = held;
  }

  get events(): readonly Staged[] {
    return this.#events;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Runs a work that may put events in. If it throws, or has found no room, none of them is in, and this throws. */
  gather<Result>(work: (put: (event: Staged) => void) => Result): Result {
    const [events, bytes] = [this.#events.length, this.#bytes];
    let hasEnded = false;
    let refusal: Error | undefined;
    const put = (event: Staged): void => {
      if (hasEnded) throw new Error("Cannot add an event: the work that adds it has ended");
      this.#events.push(event);
      this.#bytes += event.bytes;
      refusal ??= this.#tooMuch({ events: this.#events.length - events, bytes: this.#bytes - bytes });
      if (refusal) throw refusal;
    };
    try {
      const result = work(put);
      if (refusal) throw refusal;
      return result;
    } catch (error) {
      this.#events.length = events;
      this.#bytes = bytes;
      throw error;
    } finally {
      hasEnded = true;
    }
  }

  #tooMuch(own: Amount): Error | undefined {
    const most = this.#most;
    if (own.events > most.events || own.bytes > most.bytes) {
      return new RangeError(
        `Cannot commit: ${own.events} events of ${own.bytes} bytes, may be ${most.events} of ${most.bytes}`,
      );
    }
    const held = this.#held();
    const fits = held.events + this.#events.length <= most.events && held.bytes + this.#bytes <= most.bytes;
    return fits ? undefined : new NoRoom("Cannot commit: too much is waiting to be flushed");
  }

  clear(): void {
    this.#events = [];
    this.#bytes = 0;
  }
}
