import type { Granted, LeasedWindow } from "../window/leased.ts";

/**
 * All that is known so far of what was lent with one grant: how much has been spent, and how much will not be, which is
 * told when the lease is over. Telling it again, late or out of order, does no harm.
 */
export interface LeaseReport {
  readonly id: string;
  readonly spent: number;
  readonly unspent: number;
}

/** What a window counts of one grant. Times are epoch milliseconds by the object's clock. */
export class Grant {
  readonly #at: number;
  readonly #leaseMs: number;
  readonly #tokens: number;
  /** What counts for the window alone, oldest first: what was admitted, then what was told in time to be spent. */
  readonly #counted: { readonly at: number; cost: number }[];
  /** What counts for a lease longer. */
  #lent: number;
  /** How much of it was told too late to be spent. */
  #late = 0;
  #spent = 0;
  #unspent = 0;

  constructor({ admitted, lent }: Granted, at: number, leaseMs: number) {
    this.#at = at;
    this.#leaseMs = leaseMs;
    this.#tokens = admitted + lent;
    this.#counted = [{ at, cost: admitted }];
    this.#lent = lent;
  }

  /** How much may still be spent at `now`, for all that was told. */
  openAt(now: number): number {
    return this.#isOver(now) ? 0 : this.#lent;
  }

  tell(window: LeasedWindow, { spent, unspent }: LeaseReport, now: number): void {
    this.#settle(window, spent, now);
    this.#refund(window, unspent);
  }

  /** Told within a lease of the grant, it counts for less long than it would have. */
  #settle(window: LeasedWindow, spent: number, now: number): void {
    const cost = Math.min(Math.floor(spent) - this.#spent, this.#lent - this.#late);
    if (!(cost > 0)) return;
    this.#spent += cost;
    const at = this.#isOver(now) ? undefined : window.settle({ at: this.#at, cost }, now);
    if (at === undefined) {
      this.#late += cost;
    } else {
      this.#lent -= cost;
      this.#counted.push({ at, cost });
    }
  }

  /** First what was lent and not spent; then, since nobody knows when what came back was spent, what leaves first. */
  #refund(window: LeasedWindow, unspent: number): void {
    let left = Math.min(Math.floor(unspent), this.#tokens) - this.#unspent;
    if (!(left > 0)) return;
    this.#unspent += left;
    left -= this.#takeLent(window, Math.min(left, this.#lent - this.#late));
    for (const part of this.#counted) {
      const cost = Math.min(left, part.cost);
      if (cost > 0) window.refund({ at: part.at, cost });
      part.cost -= cost;
      left -= cost;
    }
    this.#late -= this.#takeLent(window, left);
  }

  #takeLent(window: LeasedWindow, cost: number): number {
    if (cost > 0) window.takeBack({ at: this.#at, cost });
    this.#lent -= cost;
    return cost;
  }

  #isOver(now: number): boolean {
    return now >= this.#at + this.#leaseMs;
  }
}
