import { type Listed, RememberingWindow } from "./remembering.ts";
import { cutOf } from "./ring.ts";
import type { SavedWindow, WindowPolicy } from "./window.ts";

export interface Shape {
  /** Into how many parts the window is cut: what is in one of them may share a line. */
  readonly cuts: number;
  /** How much a line takes that did not all come in one moment. 1 makes it exact. */
  readonly most: number;
}

/**
 * Remembers admissions in lines, each as one time and one cost: as large as there are lines. The line that is being
 * written lies in the window itself.
 */
export class Lines extends RememberingWindow {
  readonly #windowMs: number;
  readonly #cuts: number;
  readonly #most: number;
  #latest = 0;
  #used = 0;
  /** When the first came that still count, or Infinity. */
  #oldest = Infinity;
  /** The line being written, with the last time in it. It costs 0 if nothing counts. */
  #at = 0;
  #cost = 0;
  /** The last time in each line before it and its cost by turns, oldest first. */
  readonly #full: number[] = [];
  /** Where the first line stands that still counts. Those before it were not yet cut off. */
  #first = 0;

  /** Lines that were listed stay as they are, whatever these would have written in one. */
  constructor(policy: WindowPolicy, { cuts, most }: Shape, saved?: SavedWindow) {
    super(policy);
    this.#windowMs = policy.windowMs;
    this.#cuts = cuts;
    this.#most = most;
    if (saved) this.restore(saved);
  }

  private restore({ latest, admissions }: SavedWindow): void {
    for (const [at, cost] of admissions) {
      this.#full.push(at, cost);
      this.#used += cost;
    }
    this.reopen();
    this.moveTo(latest);
  }

  protected get latest(): number {
    return this.#latest;
  }

  protected moveTo(now: number): number {
    if (now > this.#latest) this.#latest = now;
    const left = this.#latest - this.#windowMs;
    if (this.#oldest <= left) this.forget(left);
    return this.#used;
  }

  private forget(left: number): void {
    const full = this.#full;
    let first = this.#first;
    for (let at = full[first]; at !== undefined && at <= left; at = full[first]) {
      this.#used -= full[first + 1] ?? 0;
      first += 2;
    }
    // The lines are in the order of their times, so the last one leaves after all others.
    if (this.#at <= left) this.#used = this.#cost = 0;
    // Cut off a half at a time, so that an admission's share of the work is small.
    const isMostlyGone = first * 2 > full.length;
    if (isMostlyGone) full.splice(0, first);
    this.#first = isMostlyGone ? 0 : first;
    this.findOldest();
  }

  /** What comes in one moment stays in one line, because it leaves in one. */
  protected add(cost: number): number {
    const at = this.#latest;
    const hasRoom = this.#cost + cost <= this.#most && this.isOneCut(this.#at, at);
    if (at !== this.#at && !hasRoom) this.close();
    const isFirst = this.#used === this.#cost;
    if (isFirst) this.#oldest = at;
    this.#at = at;
    this.#cost += cost;
    this.#used += cost;
    return at;
  }

  protected remove(at: number, cost: number): void {
    this.close();
    const line = this.find(at);
    if (line !== undefined) this.take(line, cost);
    this.reopen();
  }

  /** Puts the line being written behind the others. */
  private close(): void {
    if (this.#cost > 0) this.#full.push(this.#at, this.#cost);
    this.#cost = 0;
  }

  /** Goes on writing the last line that counts, if there is one. */
  private reopen(): void {
    const full = this.#full;
    if (full.length > this.#first) {
      this.#cost = full.pop() ?? 0;
      this.#at = full.pop() ?? 0;
    }
    this.findOldest();
  }

  private findOldest(): void {
    this.#oldest = this.#full[this.#first] ?? (this.#cost > 0 ? this.#at : Infinity);
  }

  /** Lines follow each other in time, so what was counted at `at` is in the first that does not end before. */
  private find(at: number): number | undefined {
    const hasLeft = at <= this.#latest - this.#windowMs;
    if (hasLeft) return undefined;
    const full = this.#full;
    let line = this.#first;
    while ((full[line] ?? at) < at) line += 2;
    const last = full[line];
    if (last === undefined) return undefined;
    const canHold = last === at || (this.#most > 1 && this.isOneCut(last, at));
    return canHold ? line : undefined;
  }

  private take(line: number, cost: number): void {
    const full = this.#full;
    const held = full[line + 1] ?? 0;
    const taken = Math.min(cost, held);
    this.#used -= taken;
    full[line + 1] = held - taken;
    if (taken === held) full.splice(line, 2);
    this.join(line);
    this.join(line - 2);
  }

  /** Makes two lines one if they fit, or who takes and returns for ever would fill the memory with small ones. */
  private join(line: number): void {
    const full = this.#full;
    const [last, held = 0, nextLast, nextHeld = 0] = full.slice(line, line + 4);
    if (line < this.#first || last === undefined || nextLast === undefined) return;
    if (held + nextHeld >= this.#most || !this.isOneCut(last, nextLast)) return;
    full.splice(line, 4, nextLast, held + nextHeld);
  }

  protected dropsTo(most: number): number | undefined {
    let left = this.#used;
    if (left === 0 || most < 0) return undefined;
    if (most >= left - 1) return this.leavingOf(this.#oldest);
    const full = this.#full;
    for (let line = this.#first; line < full.length; line += 2) {
      left -= full[line + 1] ?? 0;
      if (left <= most) return this.leavingOf(full[line] ?? 0);
    }
    return this.leavingOf(this.#at);
  }

  private leavingOf(at: number): number {
    return Math.ceil(at + this.#windowMs);
  }

  private isOneCut(at: number, other: number): boolean {
    return cutOf(at, this.#cuts, this.#windowMs) === cutOf(other, this.#cuts, this.#windowMs);
  }

  protected list(): Listed {
    const held: (readonly [number, number])[] = [];
    const full = this.#full;
    for (let line = this.#first; line < full.length; line += 2)
      held.push([full[line] ?? 0, full[line + 1] ?? 0]);
    if (this.#cost > 0) held.push([this.#at, this.#cost]);
    return held;
  }
}
