import type { Streams } from "./outbox.ts";
import type { Batch, PlacedEvent } from "./sink.ts";
import type { Json, Stream } from "./streams.ts";

/** Makes the rows of each stream out of the events of a batch, in the order of the streams. Throws for an event of none. */
export function createFolding<Events>(
  streams: Streams<Events>,
): (events: readonly PlacedEvent[]) => Batch["rows"] {
  const all = Object.entries(streams) as unknown as readonly (readonly [string, Stream<Json>])[];
  return (events) => {
    const byStream = Map.groupBy(events, ({ stream }) => stream);
    for (const name of byStream.keys()) {
      // Not set aside: it may have been sent while a deploy knew it, and its answer be lost.
      if (!Object.hasOwn(streams, name)) throw new Error(`Cannot flush: there is no stream "${name}"`);
    }
    return new Map(
      all.flatMap(([name, { fold }]) => {
        const own = byStream.get(name);
        return own ? [[name, fold(own.map(({ body }) => body))] as const] : [];
      }),
    );
  };
}
