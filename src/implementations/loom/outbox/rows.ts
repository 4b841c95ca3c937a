import type { Staged, Staging } from "./staging.ts";

/**
 * A row of an object's storage has two million bytes at most, which the local simulator does not hold to
 * (https://developers.cloudflare.com/durable-objects/platform/limits/). Some are for the other columns.
 */
const MOST_BYTES = 1_950_000;

/** What a row is at most, where each character has to be escaped. It is counted only where that is too long. */
const longest = (bytes: number, events: number): number => 2 * bytes + 3 * events;

/** What an event takes of a row, which is a JSON array of texts: quotes around it, a comma, and each of its own quotes escaped. */
function bytesInRow({ text, bytes }: Pick<Staged, "text" | "bytes">): number {
  let escapes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22 || unit === 0x5c) escapes += 1;
  }
  return bytes + escapes + 3;
}

/** Throws a RangeError for an event that no row can hold. */
export function requireRow(event: Pick<Staged, "text" | "bytes">): void {
  if (longest(event.bytes, 1) <= MOST_BYTES) return;
  const bytes = bytesInRow(event);
  if (bytes <= MOST_BYTES) return;
  throw new RangeError(`Cannot add an event: it takes ${bytes} bytes of a row, may take ${MOST_BYTES}`);
}

/** The events of a turn as rows can hold them: in one, unless they are very long. */
export function rowsOf({ events, bytes }: Pick<Staging, "events" | "bytes">): readonly (readonly Staged[])[] {
  if (longest(bytes, events.length) <= MOST_BYTES) return [events];
  const rows: Staged[][] = [];
  let room = 0;
  for (const event of events) {
    const taken = bytesInRow(event);
    if (taken > room) {
      rows.push([]);
      room = MOST_BYTES;
    }
    rows.at(-1)?.push(event);
    room -= taken;
  }
  return rows;
}
