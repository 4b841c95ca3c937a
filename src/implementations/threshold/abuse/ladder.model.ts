import type { Level, Penalty } from "./rungs.ts";

/** Half a minute, so that things can fall due within a slowdown. */
export const TICK_MS = 30_000;
const MINUTE = 2;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * The ladder again, as its page describes it, for tests: where the machine works out what is due, this one lives
 * through every tick and counts.
 */
export class LadderModel {
  tick = 0;
  readonly told: string[] = [];
  violations = 0;
  bans = 0;
  shadow = 0;
  appeal = 0;
  barred = 0;
  #penalty: Penalty = "slowdown";
  #quiet = 0;
  readonly #counted = new Map<string, number>();

  get level(): Level {
    if (this.barred > 0) return this.#penalty;
    return this.violations > 0 ? "warning" : "clear";
  }

  liveUntil(tick: number): void {
    while (this.tick < tick) this.liveATick();
  }

  violate(policy: string, ticks: number): void {
    if (this.barred > 0 || this.tick < (this.#counted.get(policy) ?? 0)) return;
    this.#counted.set(policy, this.tick + ticks);
    this.climb();
  }

  climb(): void {
    this.tell("escalated", () => {
      this.violations = Math.min(this.violations + 1, 5);
      this.#quiet = 0;
      if (this.violations === 3) this.bar("slowdown", MINUTE);
      if (this.violations === 4) this.bar("block", 5 * MINUTE);
      if (this.violations === 4) this.shadow = DAY;
      if (this.violations === 5) this.bar("ban", Math.min(DAY * 2 ** this.bans, 30 * DAY));
      if (this.violations === 5) this.bans = Math.min(this.bans + 1, 5);
    });
  }

  appealNow(): void {
    if (this.appeal === 0) this.tell("appealed", () => (this.appeal = 30 * DAY));
  }

  clear(): void {
    this.tell("cleared", () => {
      this.violations = this.bans = this.shadow = this.appeal = this.barred = this.#quiet = 0;
      this.#counted.clear();
    });
  }

  private bar(penalty: Penalty, ticks: number): void {
    this.#penalty = penalty;
    this.barred = ticks;
  }

  private liveATick(): void {
    this.tick++;
    if (this.barred > 0) {
      if (this.barred === 1) this.tell("released", () => (this.barred = 0));
      else this.barred--;
    } else {
      this.#quiet++;
      if (this.violations > 0 && this.#quiet % HOUR === 0) this.tell("decayed", () => this.violations--);
      if (this.bans > 0 && this.#quiet % (30 * DAY) === 0) this.tell("forgotten", () => this.bans--);
    }
    if (this.shadow === 1) this.tell("unshadowed", () => (this.shadow = 0));
    else if (this.shadow > 0) this.shadow--;
    if (this.appeal === 1) this.tell("lapsed", () => (this.appeal = 0));
    else if (this.appeal > 0) this.appeal--;
  }

  private tell(kind: string, change: () => void): void {
    const from = this.level;
    change();
    this.told.push(`${this.tick} ${kind} ${from} > ${this.level}`);
  }
}
