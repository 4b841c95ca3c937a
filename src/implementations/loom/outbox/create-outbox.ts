import { createCommits } from "../commit/group-commit.ts";
import { within } from "../fan-out/within.ts";
import { Backlog, byteLength, type HeldEvent, writeEvent } from "./backlog.ts";
import { deliver, type Refused } from "./delivery.ts";
import { createFolding } from "./folding.ts";
import { createOvertaking } from "./overtaking.ts";
import type { Add, Committed, Flushed, Outbox, OutboxOptions } from "./outbox.ts";
import { type Progress, type Segment, SET_ASIDE } from "./outbox-store.ts";
import { overlayOf } from "./overlay.ts";
import { requireRow, rowsOf } from "./rows.ts";
import { NoRoom, type Staged, Staging } from "./staging.ts";
import type { Json } from "./streams.ts";
import { takeUpAgain } from "./taking-up.ts";

const MOST = { events: 10_000, bytes: 8_000_000 };
const FLUSH_AT = 100;
/** By then a flush that is due or under way has made room, if all goes well. */
const SOON_MS = 1_000;
/** D1 gives up a batch after as long. */
const WITHIN_MS = 30_000;

export function createOutbox<Events>(options: OutboxOptions<Events>): Outbox<Events> {
  const { source, epoch, streams, store, sink, letters, alarms, transaction, turn, wait, now, log } = options;
  const { flushAt = FLUSH_AT, most = MOST, withinMs = WITHIN_MS } = options;
  let progress: Progress | undefined;
  const backlog = new Backlog();
  const staging = new Staging(most, () => ({ events: backlog.count, bytes: backlog.bytes }));
  let sealing: Segment[] = [];
  let flushing: Promise<Flushed> | undefined;
  const commits = createCommits({ transaction, turn, seal, sealed });
  const fold = createFolding(streams);
  const overtaking = createOvertaking(streams, letters, log);

  function load(): void {
    const { segments, progress: kept } = store.load();
    progress = kept;
    for (const segment of segments) backlog.add(segment, kept?.again ?? kept?.place);
  }

  // #region append
  async function commit<Result>(work: (add: Add<Events>) => Result): Promise<Committed<Result>> {
    return await unlessFull(async () =>
      commits.commit(() =>
        staging.gather((put) => work((stream, event) => put(stage(stream, event as Json)))),
      ),
    );
  }

  async function append(stream: string, event: unknown): Promise<Committed<undefined>> {
    return await unlessFull(async () => {
      const one = stage(stream, event as Json);
      await commits.join(() => staging.gather((put) => put(one)));
      return undefined;
    });
  }

  /** All events of a turn are one row, if a row can hold them. */
  function seal(): void {
    const { events, bytes } = staging;
    if (events.length === 0) return;
    overtaking.drop(events);
    const at = now();
    const isMany = backlog.count + events.length >= flushAt || backlog.bytes + bytes >= sink.most.bytes;
    const dueAt = isMany ? at : events.reduce((due, each) => Math.min(due, each.dueAt), Infinity);
    const rows = rowsOf(staging);
    const slots = backlog.freeSlots(progress?.place ?? 0, rows.length);
    let first = backlog.lastPlace + 1;
    for (const [i, row] of rows.entries()) {
      const segment = { slot: slots[i] ?? 0, epoch, first, events: row.map(({ text }) => text), at, dueAt };
      first += row.length;
      sealing.push(segment);
      store.write(segment);
    }
  }
  // #endregion append

  async function unlessFull<Result>(committed: () => Promise<Result>): Promise<Committed<Result>> {
    if (backlog.count >= most.events || backlog.bytes >= most.bytes) return full();
    try {
      return { kind: "committed", value: await committed() };
    } catch (error) {
      if (error instanceof NoRoom) return full();
      throw error;
    }
  }

  function full() {
    const next = flushing ? undefined : alarms.nextRun(outbox);
    return { kind: "full", retryAt: Math.max(now() + SOON_MS, next ?? 0) } as const;
  }

  function sealed(isHeld: boolean): void {
    const written = sealing;
    sealing = [];
    staging.clear();
    if (!isHeld) {
      overtaking.readAgain();
      overtaking.rest();
    }
    if (!isHeld || written.length === 0) return;
    for (const segment of written) backlog.add(segment);
    alarms.arm();
  }

  function stage(stream: string, event: Json): Staged {
    const own = streams[stream as keyof Events];
    if (!own) throw new TypeError(`Cannot add an event: there is no stream "${stream}"`);
    const text = writeEvent(stream, event);
    const bytes = byteLength(text);
    if (bytes > sink.most.bytes) {
      throw new RangeError(
        `Cannot add an event to ${stream}: it has ${bytes} bytes, may have ${sink.most.bytes}`,
      );
    }
    requireRow({ text, bytes });
    const about = overtaking.aboutOf(stream, event);
    return { text, bytes, dueAt: now() + own.policy.withinMs, about };
  }

  async function flush(): Promise<Flushed> {
    flushing ??= flushAll().finally(() => (flushing = undefined));
    return await flushing;
  }

  async function flushAll(): Promise<Flushed> {
    try {
      const delivered = await deliver(backlog.lastPlace, {
        source,
        sink,
        backlog,
        take,
        fold,
        now,
        // Who is late may still be writing: the sink then finds the mark moved, whichever of the two came first.
        within: async (asked) => await within(asked, { ms: withinMs, wait, what: "flush" }),
        progress: () => progress,
        advance,
        setBack,
      });
      return { kind: "flushed", ...delivered };
    } catch (error) {
      return { kind: "failed", why: error instanceof Error ? error.message : String(error) };
    } finally {
      overtaking.rest();
    }
  }

  /** What is to be written next: what a sink that was set back has lost is older, and comes first. */
  function take(upTo: number): readonly HeldEvent[] {
    if (progress?.again !== undefined) {
      const lost = takeUpAgain(progress, { store, backlog, most: sink.most, now: now() });
      if (lost.length > 0) return lost;
      advance({ ...progress, place: progress.again });
    }
    return backlog.take(upTo, sink.most);
  }

  function advance({ place, epoch: written, mark }: Progress, refused?: Refused): void {
    const again = progress?.again;
    const isBehind = again !== undefined && place < again;
    keep({ place, epoch: written, mark, again: isBehind ? again : undefined }, refused);
  }

  function setBack(why: string, found: Pick<Progress, "epoch" | "mark">): void {
    log(`Flushing again what is still held: ${why}`);
    keep({ ...found, place: 0, again: progress?.again ?? progress?.place });
  }

  function keep(next: Progress, refused?: Refused): void {
    transaction(() => {
      store.advance(next);
      if (refused) setAside(refused, next.place);
    });
    progress = next;
  }

  function setAside({ stream, body, why }: Refused, place: number): void {
    strike(place);
    if (overtaking.isOvertaken({ stream, body, place }, held)) {
      log(`An event of ${stream} is refused, and not set aside, for a newer one is about the same: ${why}`);
      return;
    }
    letters.add({ from: "outbox", what: stream, body, why, at: now() });
    overtaking.readAgain();
  }

  /** What may be newer than an event that is refused: while a sink is written again, also what it had before. */
  function held(): Iterable<{ readonly place: number; readonly text: string }> {
    if (progress?.again === undefined) return backlog.list();
    return store
      .load()
      .segments.flatMap(({ first, events }) => events.map((text, i) => ({ place: first + i, text })));
  }

  /** Takes an event out of its segment, so that it is not taken up again beside its letter. */
  function strike(place: number): void {
    const slot = backlog.slotAfter(place - 1);
    const segment = slot === undefined ? undefined : store.read(slot);
    if (segment) store.write({ ...segment, events: segment.events.with(place - segment.first, SET_ASIDE) });
  }

  async function replay(letterId: number): Promise<Committed<boolean>> {
    return await commit((add) => {
      const letter = letters.list().find(({ id, from }) => id === letterId && from === "outbox");
      if (!letter) return false;
      const about = overtaking.aboutOf(letter.what, letter.body);
      if (about !== undefined && staging.events.some((event) => event.about === about)) return false;
      (add as Add<Record<string, Json>>)(letter.what, letter.body);
      letters.remove(letterId);
      return true;
    });
  }

  async function run(): Promise<void> {
    const flushed = await flush();
    if (flushed.kind === "failed") throw new Error(flushed.why);
  }

  const outbox: Outbox<Events> = {
    name: "outbox",
    next: () => backlog.dueAt,
    run,
    commit,
    append,
    flush,
    pending: (stream) => overlayOf(backlog.list(), stream),
    status: () => {
      const { count: events, bytes, dueAt } = backlog;
      return { events, bytes, dueAt, letters: letters.count() };
    },
    replay,
  };
  load();
  alarms.add(outbox);
  return outbox;
}
