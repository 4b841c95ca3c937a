import type { KeptTimer } from "./timer-store.ts";

/** Timers by key and by time: a binary heap, in which those that were replaced or cancelled are passed over later. */
export class TimerQueue {
  readonly #current = new Map<string, KeptTimer>();
  readonly #heap: KeptTimer[] = [];

  get(key: string): KeptTimer | undefined {
    return this.#current.get(key);
  }

  list(): readonly KeptTimer[] {
    return [...this.#current.values()];
  }

  put(kept: KeptTimer): void {
    this.#current.set(kept.timer.key, kept);
    const heap = this.#heap;
    let place = heap.push(kept) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#at(parent) <= this.#at(place)) break;
      this.#swap(place, parent);
      place = parent;
    }
  }

  remove(key: string): void {
    this.#current.delete(key);
  }

  /** When the first is due. */
  next(): number | undefined {
    this.#passOver();
    return this.#heap[0]?.dueAt;
  }

  /** Takes up to `most` of those due at `now` out of the order, the first due first; they stay known by their keys. */
  takeDue(now: number, most: number): KeptTimer[] {
    const due: KeptTimer[] = [];
    while (due.length < most) {
      this.#passOver();
      const [first] = this.#heap;
      if (!first || first.dueAt > now) break;
      due.push(first);
      this.#pop();
    }
    return due;
  }

  #passOver(): void {
    for (
      let [first] = this.#heap;
      first && this.#current.get(first.timer.key) !== first;
      [first] = this.#heap
    ) {
      this.#pop();
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    let place = 0;
    for (;;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      const smaller = this.#at(right) < this.#at(left) ? right : left;
      if (this.#at(smaller) >= this.#at(place)) return;
      this.#swap(place, smaller);
      place = smaller;
    }
  }

  #at(place: number): number {
    return this.#heap[place]?.dueAt ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (!one || !other) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}
