import { type Listed, RememberingWindow } from "./remembering.ts";
import type { Admission, Decision, SavedWindow, Window, WindowPolicy } from "./window.ts";

/** How finely a window that lends is cut: leases cost throughput already, and what a ring costs comes on top of it. */
export const LEASED_CUTS = 180;

export type LeasedPolicy = WindowPolicy & { readonly leaseMs: number };

/** What a grant counts: both, or neither. */
export interface Granted {
  /** For requests that wait for it. */
  readonly admitted: number;
  /** To be spent within a lease. */
  readonly lent: number;
}

/**
 * A window that also lends: what is lent may be spent for a lease from then on, so it counts for so much longer. What is
 * admitted at once counts for the window alone. Both together are never more than the limit.
 */
export class LeasedWindow extends RememberingWindow {
  readonly leaseMs: number;
  readonly #admitted: Window;
  readonly #lent: Window;
  #latest: number;

  /** `admitted` is as long as the window of `policy`, and `lent` a lease longer. */
  constructor(policy: LeasedPolicy, admitted: Window, lent: Window) {
    super(policy);
    this.leaseMs = policy.leaseMs;
    this.#admitted = admitted;
    this.#lent = lent;
    this.#latest = Math.max(admitted.save().latest, lent.save().latest);
  }

  // #region lend
  /** Counts what is admitted at `now` and what is lent from then on, or refuses both and counts nothing. */
  grant(now: number, { admitted, lent }: Granted): Decision {
    const cost = admitted + lent;
    const retryAt = this.retryAt(now, cost);
    if (retryAt !== undefined) return { kind: "refused", retryAt };
    if (admitted > 0) this.#admitted.check(this.#latest, admitted);
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
    this.#admitted.check(this.#latest, lent.cost);
    return this.#latest;
  }
  // #endregion lend

  /** Whether anything counts at `now` that was lent. */
  isLending(now: number): boolean {
    this.moveTo(now);
    return this.#lent.read(this.#latest).used > 0;
  }

  override save(): SavedWindow {
    const lent = { leaseMs: this.leaseMs, admissions: this.#lent.save().admissions };
    return { ...super.save(), ...(lent.admissions.length > 0 ? { lent } : {}) };
  }

  protected get latest(): number {
    return this.#latest;
  }

  protected moveTo(now: number): number {
    if (now > this.#latest) this.#latest = now;
    return this.#admitted.read(this.#latest).used + this.#lent.read(this.#latest).used;
  }

  protected add(cost: number): number {
    this.#admitted.check(this.#latest, cost);
    return this.#latest;
  }

  protected remove(at: number, cost: number): void {
    this.#admitted.refund({ at, cost });
  }

  protected dropsTo(most: number): number | undefined {
    const [admitted, lent] = [this.#admitted.read(this.#latest), this.#lent.read(this.#latest)];
    let left = admitted.used + lent.used;
    if (most < 0 || left === 0) return undefined;
    if (most >= left - 1) return Math.min(admitted.nextAt ?? Infinity, lent.nextAt ?? Infinity);
    for (const [at, cost] of this.leaving()) {
      left -= cost;
      if (left <= most) return at;
    }
    return undefined;
  }

  /** When all that counts leaves, in order. */
  private leaving(): Listed {
    return [this.#admitted, this.#lent]
      .flatMap((window) =>
        window.save().admissions.map(([at, cost]) => [leavingOf(window, at), cost] as const),
      )
      .toSorted(([a], [b]) => a - b);
  }

  protected list(): Listed {
    return this.#admitted.save().admissions;
  }
}

function leavingOf({ policy: { windowMs } }: Window, at: number): number {
  return Math.ceil(at + windowMs);
}
