import type { Json } from "./streams.ts";

/** An event on its way. `place` is its number in its epoch, which no other event of that epoch ever has. */
export interface PlacedEvent {
  readonly place: number;
  readonly stream: string;
  readonly body: Json;
}

/** What a flush hands over at once: events of one source and one epoch, with no gap between them. */
export interface Batch {
  /** Whose events these are: the object's name. */
  readonly source: string;
  /** Which life of the source wrote them. */
  readonly epoch: string;
  /** The place up to which this epoch was written before; 0 if nothing was. */
  readonly after: number;
  /** The place up to which it is written by this batch. */
  readonly to: number;
  readonly events: readonly PlacedEvent[];
  /** The same events, folded into rows, by stream. */
  readonly rows: ReadonlyMap<string, readonly Json[]>;
  /** Epoch milliseconds. */
  readonly at: number;
}

export type Written =
  | { readonly kind: "written" }
  /** Nothing was written, because this epoch had been written up to `mark`, and not up to the batch's `after`. */
  | { readonly kind: "elsewhere"; readonly mark: number };

/** A sink forgets marks that have not moved for so long: as far back as Cloudflare sets an object or a database. */
export const MARKS_KEPT_MS = 30 * 86_400_000;

/** Where an outbox is flushed to. */
export interface Sink {
  /**
   * Writes all of a batch and moves the mark of its source and epoch from `after` to `to`, or does neither: in one
   * transaction, so that the same batch, sent again after its answer was lost, writes nothing. Throws if it cannot tell.
   */
  write(batch: Batch): Promise<Written>;
  /** Whether an error is the batch's own fault, so that it would be refused for ever. */
  isPoison(error: unknown): boolean;
  /** The most that one batch may hold. */
  readonly most: { readonly events: number; readonly bytes: number };
}
