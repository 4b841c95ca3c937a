import type { Listed, Memory } from "./memory.ts";
import { cutOf } from "./ring.ts";

/** Where the first line stands when nothing has left. */
const FIRST = 1;

export interface Shape {
  readonly windowMs: number;
  /** Into how many parts the window is cut: what is in one of them may share a line. */
  readonly cuts: number;
  /** How much a line takes that did not all come in one moment. 1 makes it exact. */
  readonly most: number;
}

/** Remembers admissions in lines, each as one time and one cost: as large as there are lines. */
export class Lines implements Memory {
  readonly #windowMs: number;
  readonly #cuts: number;
  readonly #most: number;
  /**
   * The latest time that was moved to; then the last time in each line and its cost by turns, oldest first. All in one
   * array, because with many windows most of a check's time goes into finding places in memory.
   */
  readonly #lines: number[] = [0];
  /** Where the first line stands that still counts. Those before it were not yet cut off. */
  #first = FIRST;
  #used = 0;

  /** Lines that were listed stay as they are, whatever these would have written in one. */
  constructor({ windowMs, cuts, most }: Shape, listed: Listed = []) {
    this.#windowMs = windowMs;
    this.#cuts = cuts;
    this.#most = most;
    for (const [at, cost] of listed) {
      this.#lines.push(at, cost);
      this.#used += cost;
    }
  }

  moveTo(now: number): number {
    const lines = this.#lines;
    if (now > this.latest) lines[0] = now;
    const left = this.latest - this.#windowMs;
    if ((lines[this.#first] ?? Infinity) > left) return this.#used;
    let first = this.#first;
    for (let at = lines[first]; at !== undefined && at <= left; at = lines[first]) {
      this.#used -= lines[first + 1] ?? 0;
      first += 2;
    }
    // Cut off a half at a time, so that an admission's share of the work is small.
    const isMostlyGone = first * 2 > lines.length;
    if (isMostlyGone) lines.splice(FIRST, first - FIRST);
    this.#first = isMostlyGone ? FIRST : first;
    return this.#used;
  }

  get latest(): number {
    return this.#lines[0] ?? 0;
  }

  /** What comes in one moment stays in one line, because it leaves in one. */
  add(cost: number): number {
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
    this.#used += cost;
    return at;
  }

  remove(at: number, cost: number): void {
    const line = this.#find(at);
    if (line === undefined) return;
    const lines = this.#lines;
    const held = lines[line + 1] ?? 0;
    const taken = Math.min(cost, held);
    this.#used -= taken;
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

  dropsTo(most: number): number | undefined {
    const lines = this.#lines;
    let left = this.#used;
    for (let line = this.#first; line < lines.length; line += 2) {
      left -= lines[line + 1] ?? 0;
      if (left <= most) return Math.ceil((lines[line] ?? 0) + this.#windowMs);
    }
    return undefined;
  }

  #isOneCut(at: number, other: number): boolean {
    return cutOf(at, this.#cuts, this.#windowMs) === cutOf(other, this.#cuts, this.#windowMs);
  }

  list(): Listed {
    const held: (readonly [number, number])[] = [];
    for (let line = this.#first; line < this.#lines.length; line += 2) {
      held.push([this.#lines[line] ?? 0, this.#lines[line + 1] ?? 0]);
    }
    return held;
  }
}
