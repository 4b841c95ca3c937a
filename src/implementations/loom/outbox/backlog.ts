import { type Segment, SET_ASIDE } from "./outbox-store.ts";
import type { PlacedEvent } from "./sink.ts";
import type { Json } from "./streams.ts";

/** An event that is durable and has not been flushed yet. */
export interface HeldEvent {
  readonly place: number;
  readonly epoch: string;
  /** JSON of its stream and body: text, so that nobody can change it any more. */
  readonly text: string;
  readonly bytes: number;
  readonly dueAt: number;
}

interface Slot {
  readonly slot: number;
  readonly last: number;
}

/** What a flush has yet to carry away, and which rows of the store are free to be written over. */
export class Backlog {
  #events: HeldEvent[] = [];
  #bytes = 0;
  #dueAt: number | undefined;
  /** The slots in use and their last places, oldest first, and how many slots there are in all. */
  #slots: Slot[] = [];
  #slotCount = 0;
  #lastPlace = 0;

  get count(): number {
    return this.#events.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** When the first of them must be gone; undefined if there are none. */
  get dueAt(): number | undefined {
    return this.#dueAt;
  }

  /** The highest place ever given. */
  get lastPlace(): number {
    return this.#lastPlace;
  }

  /** So many slots: those whose events have all been flushed to `place`, flushed longest ago first, then new ones. */
  freeSlots(place: number, count: number): readonly number[] {
    const flushed = this.#slots.slice(0, count).filter(({ last }) => last <= place);
    const more = Array.from({ length: count - flushed.length }, (_, i) => this.#slotCount + i);
    return [...flushed.map(({ slot }) => slot), ...more];
  }

  /** The oldest slot in use that has something above `place`. */
  slotAfter(place: number): number | undefined {
    return this.#slots.find(({ last }) => last > place)?.slot;
  }

  /** Adds a segment, of which what stands up to `place` is gone already. */
  add(segment: Segment, place = 0): void {
    const { slot, first, epoch, events, dueAt } = segment;
    const last = first + events.length - 1;
    if (this.#slots[0]?.slot === slot) this.#slots.shift();
    this.#slots.push({ slot, last });
    this.#slotCount = Math.max(this.#slotCount, slot + 1);
    this.#lastPlace = Math.max(this.#lastPlace, last);
    for (const [i, text] of events.entries()) {
      if (first + i <= place || text === SET_ASIDE) continue;
      const bytes = byteLength(text);
      this.#events.push({ place: first + i, epoch, text, bytes, dueAt });
      this.#bytes += bytes;
      this.#dueAt = Math.min(this.#dueAt ?? dueAt, dueAt);
    }
  }

  /** The oldest events up to `upTo` that fit in one batch: of one epoch, one at least if there is any. */
  take(upTo: number, most: { readonly events: number; readonly bytes: number }): readonly HeldEvent[] {
    const [first] = this.#events;
    let bytes = 0;
    let count = 0;
    for (const event of this.#events) {
      bytes += event.bytes + 1;
      const fits = event.place <= upTo && event.epoch === first?.epoch && count < most.events;
      if (!fits || (count > 0 && bytes > most.bytes)) break;
      count += 1;
    }
    return this.#events.slice(0, count);
  }

  /** Forgets the oldest ones, as long as they are gone, and gives the last of them. */
  drop(isGone: (event: HeldEvent) => boolean): HeldEvent | undefined {
    const kept = this.#events.findIndex((event) => !isGone(event));
    const dropped = this.#events.splice(0, kept === -1 ? this.#events.length : kept);
    this.#bytes = this.#events.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#dueAt = this.#events.reduce<number | undefined>(
      (due, { dueAt }) => (due === undefined ? dueAt : Math.min(due, dueAt)),
      undefined,
    );
    return dropped.at(-1);
  }

  /** All of them as they stand now, oldest first. */
  list(): readonly HeldEvent[] {
    return [...this.#events];
  }
}

export function writeEvent(stream: string, body: Json): string {
  return JSON.stringify([stream, body]);
}

export function readEvent({ place, text }: HeldEvent): PlacedEvent {
  const [stream, body] = JSON.parse(text) as [string, Json];
  return { place, stream, body };
}

/** Of a JSON text in UTF-8, which has no half of a pair by itself. To encode each costs more than to count. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}
