import { type Backlog, type HeldEvent, readEvent } from "./backlog.ts";
import type { Progress } from "./outbox-store.ts";
import type { Batch, PlacedEvent, Sink } from "./sink.ts";
import type { Json } from "./streams.ts";

export interface DeliveryOptions {
  readonly source: string;
  readonly sink: Sink;
  readonly backlog: Backlog;
  /** The oldest events up to a place that one batch holds. */
  readonly take: (upTo: number) => readonly HeldEvent[];
  /** Makes the rows of a stream out of its events, in order of the streams. */
  readonly fold: (events: readonly PlacedEvent[]) => Batch["rows"];
  readonly now: () => number;
  /** Ends with what `asked` ends with, or throws when that takes too long. */
  readonly within: <Answer>(asked: Promise<Answer>) => Promise<Answer>;
  readonly progress: () => Progress | undefined;
  /** Keeps how far the events have come; an event that was refused for good is kept with it, in one transaction. */
  readonly advance: (progress: Progress, refused?: Refused) => void;
  /** Begins to take up again what was flushed to a database that has since been set back, as far as it is still held. */
  readonly setBack: (why: string, found: Pick<Progress, "epoch" | "mark">) => void;
}

/** An event that the sink would refuse for ever, and its reason. */
export interface Refused {
  readonly stream: string;
  readonly body: Json;
  readonly why: string;
}

/** What a flush has done. */
export interface Delivered {
  readonly events: number;
  readonly batches: number;
  readonly refused: number;
}

type Outcome = "written" | "elsewhere" | { readonly poison: unknown };

/** More than this in a row in one epoch, and two would be writing under one name. */
const MOST_SURPRISES = 5;

/** Carries everything up to the place `upTo` to the sink, batch by batch. Throws with the first batch that fails. */
export async function deliver(upTo: number, options: DeliveryOptions): Promise<Delivered> {
  const { source, sink, backlog, take, fold, now, within, progress, advance, setBack } = options;
  let gone = 0;
  let batches = 0;
  let refused = 0;
  const surprises = new Map<string, number>();

  // #region deliver
  async function write(events: readonly HeldEvent[]): Promise<Outcome> {
    const epoch = events[0]?.epoch ?? "";
    const to = events.at(-1)?.place ?? 0;
    const after = markOf(epoch);
    const placed = events.map(readEvent);
    batches += 1;
    try {
      const batch = { source, epoch, after, to, events: placed, rows: fold(placed), at: now() };
      const written = await within(sink.write(batch));
      if (written.kind === "elsewhere") return resume(events, after, written.mark);
      finish({ place: to, epoch, mark: to });
      surprises.clear();
      return "written";
    } catch (error) {
      if (!sink.isPoison(error)) throw error;
      return { poison: error };
    }
  }
  // #endregion deliver

  function markOf(epoch: string): number {
    const known = progress();
    return known?.epoch === epoch ? known.mark : 0;
  }

  function finish(next: Progress, poison?: Refused): void {
    advance(next, poison);
    drop(({ place }) => place <= next.place);
  }

  function drop(isGone: (event: HeldEvent) => boolean): HeldEvent | undefined {
    const before = backlog.count;
    const last = backlog.drop(isGone);
    gone += before - backlog.count;
    return last;
  }

  /** An answer was lost, or the object or the database has been set back: goes on from where the sink really is. */
  function resume(events: readonly HeldEvent[], after: number, mark: number): Outcome {
    const epoch = events[0]?.epoch ?? "";
    const count = (surprises.get(epoch) ?? 0) + 1;
    surprises.set(epoch, count);
    if (count > MOST_SURPRISES) {
      throw new Error(`Cannot flush: the mark of ${source} in ${epoch} moves without it, now to ${mark}`);
    }
    if (mark < after) {
      setBack(`${source} was flushed up to ${after}, and its sink has it up to ${mark}`, { epoch, mark });
      return "elsewhere";
    }
    const isGone = (event: HeldEvent): boolean => event.epoch === epoch && event.place <= mark;
    const last = drop(isGone) ?? events.findLast(isGone);
    advance({ place: last?.place ?? progress()?.place ?? 0, epoch, mark });
    return "elsewhere";
  }

  // #region isolate
  /**
   * Finds the first event that the sink refuses, by halves: those before it are written on the way. It is set aside when it
   * was refused alone: who is refused with others only may be innocent.
   */
  async function isolate(events: readonly HeldEvent[], error: unknown): Promise<void> {
    let suspects = events;
    let why = error;
    let wereRefused = true;
    while (suspects.length > (wereRefused ? 1 : 0)) {
      const half = suspects.slice(0, Math.max(1, suspects.length >> 1));
      const outcome = await write(half);
      if (outcome === "elsewhere") return;
      wereRefused = outcome !== "written";
      if (outcome === "written") {
        suspects = suspects.slice(half.length);
      } else {
        suspects = half;
        why = outcome.poison;
      }
    }
    const [poison] = suspects;
    if (poison) setAside(poison, why);
  }
  // #endregion isolate

  function setAside(event: HeldEvent, error: unknown): void {
    const { stream, body } = readEvent(event);
    const why = error instanceof Error ? error.message : String(error);
    const { place, epoch } = event;
    finish({ place, epoch, mark: markOf(epoch) }, { stream, body, why });
    refused += 1;
  }

  for (;;) {
    const events = take(upTo);
    if (events.length === 0) return { events: gone, batches, refused };
    const outcome = await write(events);
    if (typeof outcome === "object") await isolate(events, outcome.poison);
  }
}
