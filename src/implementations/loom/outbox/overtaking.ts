import type { DeadLetter, Letters } from "../letters/letters.ts";
import { writeEvent } from "./backlog.ts";
import type { Streams } from "./outbox.ts";
import { type OutboxStore, SET_ASIDE } from "./outbox-store.ts";
import type { PlacedEvent } from "./sink.ts";
import type { Json, Stream } from "./streams.ts";

/** Sees to it that what was set aside never comes back over something newer, where only the newest counts. */
export interface Overtaking {
  /** What an event is about, in which stream; undefined where each event counts. */
  aboutOf(stream: string, event: Json): string | undefined;
  /** Drops the letters about what these events are about, in the transaction that makes the events durable. */
  drop(events: readonly { readonly about: string | undefined }[]): void;
  /** Whether an event about the same is held in a later place. */
  isOvertaken(event: PlacedEvent, store: Pick<OutboxStore, "load">): boolean;
  /** Called when a letter has been added, and when a transaction was undone. */
  readAgain(): void;
}

/** The letters are read once and remembered, so that a commit asks nothing. One that has gone since does no harm. */
export function createOvertaking<Events>(
  streams: Streams<Events>,
  letters: Letters,
  log: (problem: string) => void,
): Overtaking {
  let known: ReadonlyMap<string | undefined, readonly DeadLetter[]> | undefined;

  function aboutOf(stream: string, event: Json): string | undefined {
    const { latestOf } = (streams[stream as keyof Events] ?? {}) as Partial<Stream<Json>>;
    return latestOf && writeEvent(stream, latestOf(event));
  }

  /** A letter that an earlier deploy has left may not tell. */
  function aboutOfLetter({ from, what, body }: DeadLetter): string | undefined {
    try {
      return from === "outbox" ? aboutOf(what, body) : undefined;
    } catch {
      return undefined;
    }
  }

  function drop(events: readonly { readonly about: string | undefined }[]): void {
    for (const { about } of events) {
      if (about === undefined) continue;
      known ??= Map.groupBy(letters.list(), aboutOfLetter);
      for (const { id } of known.get(about) ?? []) {
        if (letters.remove(id)) log(`Letter ${id} is dropped, for something newer is about the same`);
      }
    }
  }

  function isOvertaken({ stream, body, place }: PlacedEvent, store: Pick<OutboxStore, "load">): boolean {
    const about = aboutOf(stream, body);
    if (about === undefined) return false;
    const later = store
      .load()
      .segments.flatMap(({ first, events }) => events.slice(Math.max(0, place + 1 - first)));
    return later.some((text) => {
      if (text === SET_ASIDE) return false;
      const [otherStream, other] = JSON.parse(text) as [string, Json];
      return otherStream === stream && aboutOf(stream, other) === about;
    });
  }

  return { aboutOf, drop, isOvertaken, readAgain: () => void (known = undefined) };
}
