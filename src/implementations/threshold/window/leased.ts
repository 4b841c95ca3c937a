import { type Listed, RememberingWindow } from "./remembering.ts";
import type { Admission, Decision, SavedWindow, Window, WindowPolicy } from "./window.ts";

/**
 * How finely what is lent is cut: a lease costs throughput already, and what a ring costs comes on top of it. Finer
 * still, a full window would have room for a few tokens at a time, each of them a call.
 */
export const LEASED_CUTS = 75;

export interface LeasedParts {
  readonly leaseMs: number;
  /** Counts for the window alone. */
  readonly admitted: Window;
  /** Counts for the window and a lease. All that was saved is in here. */
  readonly lent: Window;
}

/**
 * A window that also lends: what is lent may be spent for a lease from then on, so it counts for so much longer. What is
 * admitted at once counts for the window alone. Both together are never more than the limit.
 */
export class LeasedWindow extends RememberingWindow {
  readonly #leaseMs: number;
  readonly #admitted: Window;
  readonly #lent: Window;
  /** What was admitted up to here is among what is lent, dated a lease back: so it leaves when it should. */
  readonly #savedAt: number;
  /** How much was admitted in that very moment since. */
  #sinceSaved = 0;
  #latest: number;

  constructor(policy: WindowPolicy, { leaseMs, admitted, lent }: LeasedParts, saved?: SavedWindow) {
    super(policy);
    this.#leaseMs = leaseMs;
    this.#admitted = admitted;
    this.#lent = lent;
    this.#savedAt = saved?.latest ?? -Infinity;
    this.#latest = saved?.latest ?? 0;
  }

  // #region lend
  /** Counts what is admitted at `now` and what is lent from then on, or refuses both and counts nothing. */
  grant(now: number, { admitted, lent }: { readonly admitted: number; readonly lent: number }): Decision {
    const cost = admitted + lent;
    const retryAt = this.retryAt(now, cost);
    if (retryAt !== undefined) return { kind: "refused", retryAt };
    if (admitted > 0) this.add(admitted);
    if (lent > 0) this.#lent.check(this.#latest, lent);
    return { kind: "allowed", at: this.#latest, cost, ...this.read(now) };
  }

  /** Takes back what was lent and will not be spent. */
  takeBack(lent: Admission): void {
    this.#lent.refund(lent);
  }

  /**
   * What was lent has been spent by now, whenever that was: so it counts for the window alone from now on. Says when
   * that is; undefined if there is no room for it under a limit that was lowered, and it counts as it did.
   */
  settle(lent: Admission, now: number): number | undefined {
    this.moveTo(now);
    if (this.#admitted.retryAt(this.#latest, lent.cost) !== undefined) return undefined;
    this.#lent.refund(lent);
    return this.add(lent.cost);
  }
  // #endregion lend

  protected get latest(): number {
    return this.#latest;
  }

  protected moveTo(now: number): number {
    if (now > this.#latest) this.#latest = now;
    return this.#admitted.read(this.#latest).used + this.#lent.read(this.#latest).used;
  }

  protected add(cost: number): number {
    if (this.#latest === this.#savedAt) this.#sinceSaved += cost;
    this.#admitted.check(this.#latest, cost);
    return this.#latest;
  }

  protected remove(at: number, cost: number): void {
    const since = at > this.#savedAt ? cost : at === this.#savedAt ? Math.min(cost, this.#sinceSaved) : 0;
    if (since > 0) this.#admitted.refund({ at, cost: since });
    if (since < cost) this.#lent.refund({ at: at - this.#leaseMs, cost: cost - since });
    if (at === this.#savedAt) this.#sinceSaved -= since;
  }

  protected dropsTo(most: number): number | undefined {
    const [admitted, lent] = [this.#admitted.read(this.#latest), this.#lent.read(this.#latest)];
    let left = admitted.used + lent.used;
    if (most < 0 || left === 0) return undefined;
    if (most >= left - 1) return Math.min(admitted.nextAt ?? Infinity, lent.nextAt ?? Infinity);
    for (const [at, cost] of this.list()) {
      left -= cost;
      if (left <= most) return Math.ceil(at + this.policy.windowMs + this.#leaseMs);
    }
    return undefined;
  }

  /** As if all had been lent. */
  protected list(): Listed {
    const admitted = this.#admitted
      .save()
      .admissions.map(([at, cost]) => [at - this.#leaseMs, cost] as const);
    return [...admitted, ...this.#lent.save().admissions].toSorted(([a], [b]) => a - b);
  }
}
