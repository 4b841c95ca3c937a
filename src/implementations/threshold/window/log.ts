import { lineOf } from "./ring.ts";

/**
 * Remembers admissions until they leave the window. Exact where every moment has its line, and as large as there are
 * lines. Times are epoch milliseconds.
 */
export class Log {
  readonly #windowMs: number;
  readonly #subBuckets: number;
  /** Times and costs by turns, oldest first: one array is found in memory sooner than two, or one of pairs. */
  readonly #lines: number[] = [];
  /** Where the first line stands that still counts. Those before it were not yet cut off. */
  #first = 0;
  /** What counts at the latest time that was moved to. */
  protected used = 0;
  /** The latest time that was moved to. */
  protected latest = 0;

  constructor(windowMs: number, subBuckets: number) {
    this.#windowMs = windowMs;
    this.#subBuckets = subBuckets;
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

  /** Counts `cost` at `at`, which is no earlier than what was added before. */
  protected add(at: number, cost: number): void {
    this.used += cost;
    const lines = this.#lines;
    const last = lines.length - 2;
    if (last >= this.#first && this.lineOf(lines[last] ?? 0) === this.lineOf(at)) {
      lines[last] = at;
      lines[last + 1] = (lines[last + 1] ?? 0) + cost;
    } else {
      lines.push(at, cost);
    }
  }

  /** Takes back at most `cost` of what was counted at `at` and has not left. */
  protected remove(at: number, cost: number): void {
    const wanted = this.lineOf(at);
    const lines = this.#lines;
    for (let line = lines.length - 2; line >= this.#first; line -= 2) {
      if (this.lineOf(lines[line] ?? 0) !== wanted) continue;
      const held = lines[line + 1] ?? 0;
      const taken = Math.min(cost, held);
      this.used -= taken;
      lines[line + 1] = held - taken;
      // An empty line would stay for a window, and who takes and returns for ever would fill the memory with them.
      if (taken === held) lines.splice(line, 2);
      return;
    }
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

  /** What still counts, oldest first. Adding it to an empty log gives this one again. */
  protected list(): (readonly [at: number, cost: number])[] {
    const held: (readonly [number, number])[] = [];
    for (let line = this.#first; line < this.#lines.length; line += 2) {
      held.push([this.#lines[line] ?? 0, this.#lines[line + 1] ?? 0]);
    }
    return held;
  }

  protected lineOf(at: number): number {
    return lineOf(at, this.#subBuckets, this.#windowMs);
  }
}
