import { type HeldEvent, readEvent } from "./backlog.ts";
import type { Json } from "./streams.ts";

/** How far each epoch of a source had come at the sink, as read together with the rows: one transaction, one moment. */
export type Marks = Readonly<Record<string, number>>;

/** What was pending in a stream when this was taken. */
export interface Overlay<Event extends Json> {
  /** Whose marks the reading must have. */
  readonly epochs: readonly string[];
  /**
   * The events that a reading of the sink does not hold yet, oldest first. Take the overlay before the reading: what is
   * flushed in between is then in the reading and named by its marks, so nothing is missing and nothing is there twice.
   */
  since(marks: Marks): readonly Event[];
}

export function overlayOf<Event extends Json>(held: readonly HeldEvent[], stream: string): Overlay<Event> {
  return {
    epochs: [...new Set(held.map(({ epoch }) => epoch))],
    since: (marks) =>
      held
        .filter(({ epoch, place }) => place > (marks[epoch] ?? 0))
        .map(readEvent)
        .filter((event) => event.stream === stream)
        .map(({ body }) => body as Event),
  };
}
