import type { Deferred } from "./policy.ts";

/** What JSON can carry. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** What happens to one kind of events on their way to D1. */
export interface Stream<Event extends Json> {
  readonly policy: Deferred;
  /** Makes rows of the events of one batch, given in the order they came: fewer rows where several say the same thing. */
  readonly fold: (events: readonly Event[]) => readonly Json[];
  /** Names what an event is about, where only the newest about it counts. */
  readonly latestOf?: (event: Event) => string;
}

// #region folds
/** Every event is a row. */
export function appended<Event extends Json>(policy: Deferred): Stream<Event> {
  return { policy, fold: (events) => events };
}

/** Of the events of one key only the last is written. */
export function latest<Event extends Json>(policy: Deferred, keyOf: (event: Event) => string): Stream<Event> {
  const fold = (events: readonly Event[]): Event[] => [
    ...new Map(events.map((event) => [keyOf(event), event])).values(),
  ];
  return { policy, fold, latestOf: keyOf };
}

/** The events of one key are added up. */
export function summed<Event extends Json>(
  policy: Deferred,
  { keyOf, add }: { readonly keyOf: (event: Event) => string; readonly add: (a: Event, b: Event) => Event },
): Stream<Event> {
  function fold(events: readonly Event[]): readonly Event[] {
    const sums = new Map<string, Event>();
    for (const event of events) {
      const key = keyOf(event);
      const sum = sums.get(key);
      sums.set(key, sum === undefined ? event : add(sum, event));
    }
    return [...sums.values()];
  }
  return { policy, fold };
}
// #endregion folds
