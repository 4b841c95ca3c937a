/** The buffer of seed 002: events wait in memory, and a flush carries them away together. */
export class MemoryBuffer {
  readonly arrived: number[] = [];
  #waiting: number[] = [];

  get waiting(): readonly number[] {
    return this.#waiting;
  }

  add(event: number): void {
    this.#waiting.push(event);
  }

  /** Writes what waits to D1. With `dies`, the object's life ends before or after that. */
  flush(dies?: "before" | "after"): void {
    if (dies !== "before") this.arrived.push(...this.#waiting);
    this.#waiting = [];
  }

  /** A life of the object ends, and its memory with it. */
  kill(): void {
    this.#waiting = [];
  }
}
