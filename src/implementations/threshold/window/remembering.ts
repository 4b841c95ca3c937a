import { requireCost, requireTime } from "./range.ts";
import type { Admission, Decision, SavedWindow, Window, WindowPolicy, WindowReading } from "./window.ts";

/** What still counts, oldest first. */
export type Listed = SavedWindow["admissions"];

/**
 * A window that remembers its admissions in some way. One object and no second one with the memory in it: among ten
 * thousand windows most of a check's time goes into finding places in memory. Methods are private by word and not by
 * `#`, which costs every window a place for each class that it is of. Times are epoch milliseconds.
 */
export abstract class RememberingWindow implements Window {
  readonly policy: WindowPolicy;
  readonly #limit: number;

  constructor(policy: WindowPolicy) {
    this.policy = policy;
    this.#limit = policy.limit;
  }

  /** The latest time that was moved to. */
  protected abstract get latest(): number;
  /** Forgets what has left the window at `now`, and says what counts then. A time before the latest is read as it. */
  protected abstract moveTo(now: number): number;
  /** Counts `cost` at the latest time, and says which that is. */
  protected abstract add(cost: number): number;
  /** Takes back at most `cost` of what was counted at `at` and has not left. */
  protected abstract remove(at: number, cost: number): void;
  /** When so many of the oldest have left that at most `most` still count; undefined if that never happens. */
  protected abstract dropsTo(most: number): number | undefined;
  protected abstract list(): Listed;

  // #region admit
  check(now: number, cost = 1): Decision {
    const held = this.heldAt(now, cost);
    if (held + cost > this.#limit) return { kind: "refused", retryAt: this.whenFits(cost) };

    const at = this.add(cost);
    const used = held + cost;
    const nextAt = this.dropsTo(used - 1);
    return { kind: "allowed", at, cost, used, remaining: this.#limit - used, nextAt };
  }

  private heldAt(now: number, cost: number): number {
    requireTime(now);
    requireCost(cost);
    return this.moveTo(now);
  }

  private whenFits(cost: number): number {
    return this.dropsTo(this.#limit - cost) ?? Infinity;
  }
  // #endregion admit

  retryAt(now: number, cost = 1): number | undefined {
    return this.heldAt(now, cost) + cost > this.#limit ? this.whenFits(cost) : undefined;
  }

  read(now: number): WindowReading {
    requireTime(now);
    const used = this.moveTo(now);
    const nextAt = used === 0 ? undefined : this.dropsTo(Math.min(used, this.#limit) - 1);
    return { used, remaining: Math.max(0, this.#limit - used), nextAt };
  }

  refund({ at, cost }: Admission): void {
    this.remove(at, cost);
  }

  save(): SavedWindow {
    return { latest: this.latest, admissions: this.list() };
  }
}
