import { cutOf } from "./ring.ts";

/** Remembers admissions until they leave the window, in lines. Times are epoch milliseconds. */
export class Log {
  readonly #windowMs: number;
  readonly #cuts: number;
  /** How much a line takes that did not all come in one moment. 1 makes the log exact. */
  readonly #most: number;
  /** The last time in each line and its cost by turns, oldest first: one array is found in memory sooner than two. */
  readonly #lines: number[] = [];
  /** Where the first line stands that still counts. Those before it were not yet cut off. */
  #first = 0;
  /** What counts at the latest time that was moved to. */
  protected used = 0;
  /** The latest time that was moved to. */
  protected latest = 0;

  constructor(windowMs: number, cuts: number, mostInLine: number) {
    this.#windowMs = windowMs;
    this.#cuts = cuts;
    this.#most = mostInLine;
  }

  /** Forgets what has left the window at `now`. A time before the latest is read as the latest. */
  protected moveTo(now: number): void {
    if (now > this.latest) this.latest = now;
    const left = this.latest - this.#windowMs;
    const lines = this.#lines;
    let first = this.#first;
    for (let at = lines[first]; at !== undefined && at <= left; at = lines[first]) {
      this.used -= lines[first + 1] ?? 0;
      first += 2;
    }
    // Cut off a half at a time, so that an admission's share of the work is small.
    const isMostlyGone = first * 2 > lines.length;
    if (isMostlyGone) lines.splice(0, first);
    this.#first = isMostlyGone ? 0 : first;
  }

  /** Counts `cost` at the latest time. What comes in one moment stays in one line, because it leaves in one. */
  protected add(cost: number): void {
    const at = this.latest;
    const lines = this.#lines;
    const line = lines.length - 2;
    const last = line < this.#first ? undefined : lines[line];
    const held = lines[line + 1] ?? 0;
    const hasRoom = held + cost <= this.#most;
    if (last === at || (last !== undefined && hasRoom && this.#isOneCut(last, at))) {
      lines[line] = at;
      lines[line + 1] = held + cost;
    } else {
      lines.push(at, cost);
    }
    this.used += cost;
  }

  /** Takes back at most `cost` of what was counted at `at` and has not left. */
  protected remove(at: number, cost: number): void {
    const line = this.#find(at);
    if (line === undefined) return;
    const lines = this.#lines;
    const held = lines[line + 1] ?? 0;
    const taken = Math.min(cost, held);
    this.used -= taken;
    lines[line + 1] = held - taken;
    if (taken === held) lines.splice(line, 2);
    this.#join(line);
    this.#join(line - 2);
  }

  /** Lines follow each other in time, so what was counted at `at` is in the first that does not end before. */
  #find(at: number): number | undefined {
    const hasLeft = at <= this.latest - this.#windowMs;
    if (hasLeft) return undefined;
    const lines = this.#lines;
    let line = this.#first;
    while ((lines[line] ?? at) < at) line += 2;
    const last = lines[line];
    if (last === undefined) return undefined;
    const canHold = last === at || (this.#most > 1 && this.#isOneCut(last, at));
    return canHold ? line : undefined;
  }

  /** Makes two lines one if they fit, or who takes and returns for ever would fill the memory with small ones. */
  #join(line: number): void {
    const lines = this.#lines;
    const [last, held = 0, nextLast, nextHeld = 0] = lines.slice(line, line + 4);
    if (line < this.#first || last === undefined || nextLast === undefined) return;
    if (held + nextHeld >= this.#most || !this.#isOneCut(last, nextLast)) return;
    lines.splice(line, 4, nextLast, held + nextHeld);
  }

  /** When so many of the oldest have left that at most `most` still count; undefined if that never happens. */
  protected dropsTo(most: number): number | undefined {
    const lines = this.#lines;
    let left = this.used;
    for (let line = this.#first; line < lines.length; line += 2) {
      left -= lines[line + 1] ?? 0;
      if (left <= most) return Math.ceil((lines[line] ?? 0) + this.#windowMs);
    }
    return undefined;
  }

  #isOneCut(at: number, other: number): boolean {
    return cutOf(at, this.#cuts, this.#windowMs) === cutOf(other, this.#cuts, this.#windowMs);
  }

  /** What still counts, oldest first. */
  protected list(): (readonly [at: number, cost: number])[] {
    const held: (readonly [number, number])[] = [];
    for (let line = this.#first; line < this.#lines.length; line += 2) {
      held.push([this.#lines[line] ?? 0, this.#lines[line + 1] ?? 0]);
    }
    return held;
  }

  /** Makes an empty log the one that was listed. Lines stay as they are, whatever this log would have written in one. */
  protected restore(listed: readonly (readonly [at: number, cost: number])[]): void {
    for (const [at, cost] of listed) {
      this.#lines.push(at, cost);
      this.used += cost;
    }
  }
}
