/** Stands where an event was that has been set aside. */
export const SET_ASIDE = "";

/** Events of one commit, as they are kept: one row, if a row can hold them. */
export interface Segment {
  /** The row that holds it. A slot whose events have all been flushed is written over, and never deleted. */
  readonly slot: number;
  readonly epoch: string;
  /** The place of its first event; the others follow without a gap. */
  readonly first: number;
  /** Each a JSON text of its stream and its body, or `SET_ASIDE`. */
  readonly events: readonly string[];
  /** When it was committed, and when its events must have been flushed: epoch milliseconds. */
  readonly at: number;
  readonly dueAt: number;
}

/** How far the events have come. */
export interface Progress {
  /** Up to here they were written or set aside. */
  readonly place: number;
  /** Of which epoch that place is. */
  readonly epoch: string;
  /** Up to here that epoch was written. */
  readonly mark: number;
  /** While a sink that was set back is written again: up to here it had been before. */
  readonly again?: number | undefined;
}

/** Where an outbox is kept. All calls are synchronous, and part of the caller's transaction. */
export interface OutboxStore {
  /** Every segment that was not written over, by place. */
  load(): { readonly segments: readonly Segment[]; readonly progress: Progress | undefined };
  /** The segment of one slot. */
  read(slot: number): Segment | undefined;
  write(segment: Segment): void;
  advance(progress: Progress): void;
}

export function createMemoryOutboxStore(): OutboxStore {
  const slots = new Map<number, Segment>();
  let progress: Progress | undefined;
  return {
    load: () => ({ segments: [...slots.values()].toSorted((a, b) => a.first - b.first), progress }),
    read: (slot) => slots.get(slot),
    write: (segment) => void slots.set(segment.slot, segment),
    advance: (next) => void (progress = next),
  };
}
