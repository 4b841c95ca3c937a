import { Backlog, type HeldEvent } from "./backlog.ts";
import type { OutboxStore, Progress } from "./outbox-store.ts";
import { MARKS_KEPT_MS, type Sink } from "./sink.ts";

export interface TakingUp {
  readonly store: Pick<OutboxStore, "read">;
  /** Knows which slot holds what. */
  readonly backlog: Backlog;
  readonly most: Sink["most"];
  readonly now: number;
}

/**
 * One batch of what was flushed before the sink was set back and is not written again yet, oldest first; empty if that is
 * all. It is read from the store, so that no more of it is in memory, and none of it takes a writer's room.
 *
 * What the sink has after all is passed over when it says so: it knows its marks. What it was given before they begin
 * would be taken for new, and stays where it is.
 */
export function takeUpAgain(
  progress: Progress,
  { store, backlog, most, now }: TakingUp,
): readonly HeldEvent[] {
  const { epoch, mark, again = 0 } = progress;
  const marksBegin = now - MARKS_KEPT_MS;
  const batch = new Backlog();
  let { place } = progress;
  while (batch.count < most.events && batch.bytes < most.bytes) {
    const slot = backlog.slotAfter(place);
    const segment = slot === undefined ? undefined : store.read(slot);
    if (!segment || segment.first > again) break;
    place = segment.first + segment.events.length - 1;
    if (segment.at < marksBegin) continue;
    batch.add(segment, progress.place);
    batch.drop((event) => event.epoch === epoch && event.place <= mark);
  }
  return batch.take(again, most);
}
