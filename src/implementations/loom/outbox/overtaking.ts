import type { DeadLetter, Letters } from "../letters/letters.ts";
import { writeEvent } from "./backlog.ts";
import type { Streams } from "./outbox.ts";
import { SET_ASIDE } from "./outbox-store.ts";
import type { PlacedEvent } from "./sink.ts";
import type { Json, Stream } from "./streams.ts";

/** Sees to it that what was set aside never comes back over something newer, where only the newest counts. */
export interface Overtaking {
  /** What an event is about, in which stream; undefined where each event counts. */
  aboutOf(stream: string, event: Json): string | undefined;
  /** Drops the letters about what these events are about, in the transaction that makes the events durable. */
  drop(events: readonly { readonly about: string | undefined }[]): void;
  /** Whether an event about the same is in a later place; `held` gives those that may be, and is asked once in a flush. */
  isOvertaken(event: PlacedEvent, held: () => Iterable<Held>): boolean;
  /** Called when a letter has been added, and when a transaction was undone. */
  readAgain(): void;
  /** Called when a flush has ended. */
  rest(): void;
}

interface Held {
  readonly place: number;
  readonly text: string;
}

/** The letters are read once, and which are about what is remembered, so that a commit asks nothing. */
export function createOvertaking<Events>(
  streams: Streams<Events>,
  letters: Letters,
  log: (problem: string) => void,
): Overtaking {
  let known: Map<string, number[]> | undefined;
  /** During a flush that refuses something: the last place of what is about the same. */
  let newest: Map<string, number> | undefined;

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

  function readLetters(): Map<string, number[]> {
    const ids = new Map<string, number[]>();
    for (const letter of letters.list()) {
      const about = aboutOfLetter(letter);
      if (about !== undefined) ids.set(about, [...(ids.get(about) ?? []), letter.id]);
    }
    return ids;
  }

  function drop(events: readonly { readonly about: string | undefined }[]): void {
    for (const { about } of events) {
      if (about === undefined) continue;
      known ??= readLetters();
      for (const id of known.get(about) ?? []) {
        if (letters.remove(id)) log(`Letter ${id} is dropped, for something newer is about the same`);
      }
      known.delete(about);
      newest?.set(about, Infinity);
    }
  }

  function isOvertaken({ stream, body, place }: PlacedEvent, held: () => Iterable<Held>): boolean {
    const about = aboutOf(stream, body);
    if (about === undefined) return false;
    newest ??= lastPlaces(held());
    return (newest.get(about) ?? 0) > place;
  }

  function lastPlaces(held: Iterable<Held>): Map<string, number> {
    const places = new Map<string, number>();
    for (const { place, text } of held) {
      if (text === SET_ASIDE) continue;
      const [stream, body] = JSON.parse(text) as [string, Json];
      const about = aboutOf(stream, body);
      if (about !== undefined) places.set(about, place);
    }
    return places;
  }

  function rest(): void {
    newest = undefined;
  }

  function readAgain(): void {
    known = undefined;
  }

  return { aboutOf, drop, isOvertaken, readAgain, rest };
}
