import { LEASED_CUTS, type LeasedWindow } from "../window/leased.ts";

/**
 * Below this limit nothing is leased: shared by a few dozen isolates it leaves each a token or two, so that every
 * request would ask all the same, and what a lease costs in throughput would buy nothing.
 */
export const LEASE_FROM = 1_000;

/**
 * All that is known so far to be unspent of one grant whose lease is over, where it ended or because nothing is left of
 * it: the rest has been spent. Telling it again, late or out of order, does no harm.
 */
export interface Unspent {
  readonly id: string;
  readonly unspent: number;
}

/** What an isolate sends when it has no tokens left, or soon will have none. */
export interface GrantRequest {
  /** At least 1. Fewer may be granted. */
  readonly want: number;
  /** Whether a request waits for the first of them: it is admitted when it is granted, and counts for the window alone. */
  readonly isAwaited: boolean;
  readonly back: readonly Unspent[];
}

/** Times are epoch milliseconds by the grantor's clock; whoever reads them elsewhere takes differences to `at`. */
export type GrantAnswer =
  | {
      readonly kind: "granted";
      readonly id: string;
      readonly tokens: number;
      readonly at: number;
      /** For how long the tokens may be spent, counted from before they were asked for. */
      readonly leaseMs: number;
      /** What is left beside what was granted, and when there will be more. */
      readonly remaining: number;
      readonly nextAt: number | undefined;
    }
  | { readonly kind: "refused"; readonly at: number; readonly retryAt: number };

/** The object's side of leases on a window, which is told with each call: what it grants is counted at once, spent or not. */
export interface Grantor {
  /** Takes back what is unspent, then grants `want` or as much of it as there is, or refuses if there is nothing. */
  grant(window: LeasedWindow, request: GrantRequest, now: number): GrantAnswer;
  /** Takes back what is unspent: the most that was ever told of each grant, and never more than it was. */
  takeBack(window: LeasedWindow, back: readonly Unspent[], now: number): void;
}

export interface GrantorOptions {
  /** Begins the ids of all grants. No other grantor of this window may ever have had it. */
  readonly id: string;
  readonly leaseMs: number;
}

/** How many grants can still be given back, of one token and of more. Older ones stay counted until they leave the window. */
const REMEMBERED = 1_024;

/** No grant takes more than this share of the limit, because that much is lost for a window if its isolate dies. */
const LARGEST_SHARE = 1 / 20;

interface Grant {
  readonly at: number;
  readonly tokens: number;
  /** How many of them still count as admitted at once, and how many as lent or settled. */
  admitted: number;
  lent: number;
  /** Since when those that were lent count for the window alone. */
  settledAt: number | undefined;
}

export function createGrantor({ id, leaseMs }: GrantorOptions): Grantor {
  /** Those that have lent, and those of one token, of which there may be thousands at once: they crowd out no others. */
  const grants = new Map<string, Grant>();
  const singles = new Map<string, Grant>();
  let made = 0;

  // #region grant
  function grant(window: LeasedWindow, { want, isAwaited, back }: GrantRequest, now: number): GrantAnswer {
    takeBack(window, back, now);
    const most = Math.min(want, window.read(now).remaining, window.policy.limit * LARGEST_SHARE);
    const tokens = Math.max(1, Math.floor(most));
    const admitted = isAwaited ? 1 : 0;
    const lent = tokens - admitted;
    const decision = window.grant(now, { admitted, lent });
    if (decision.kind === "refused") {
      return {
        kind: "refused",
        at: now,
        retryAt: worthwhileAt(window, want, { now, roomAt: decision.retryAt }),
      };
    }
    const { at, remaining, nextAt } = decision;
    const grantId = `${id}:${made++}`;
    remember(grantId, { at, tokens, admitted, lent, settledAt: undefined });
    return { kind: "granted", id: grantId, tokens, at: now, leaseMs, remaining, nextAt };
  }

  /** Who wants many comes when it is worth a call, because a full window has room for a few at a time: a lease later at most. */
  function worthwhileAt(
    window: LeasedWindow,
    want: number,
    { now, roomAt }: { readonly now: number; readonly roomAt: number },
  ): number {
    const enough = Math.floor(Math.min(want, window.policy.limit / LEASED_CUTS));
    if (!(enough > 1)) return roomAt;
    return Math.min(window.retryAt(now, enough) ?? roomAt, roomAt + leaseMs);
  }

  function takeBack(window: LeasedWindow, back: readonly Unspent[], now: number): void {
    for (const { id: grantId, unspent } of back) {
      const granted = grants.get(grantId) ?? singles.get(grantId);
      if (!granted) continue;
      const returned = granted.tokens - granted.admitted - granted.lent;
      const more = Math.floor(Math.min(unspent, granted.tokens)) - returned;
      if (more > 0) refund(window, granted, more);
      settle(window, granted, now);
    }
  }
  // #endregion grant

  /** Who was admitted goes first: what is left then counts as lent, which is for longer. */
  function refund(window: LeasedWindow, granted: Grant, unspent: number): void {
    const { at, settledAt } = granted;
    const admitted = Math.min(unspent, granted.admitted);
    const lent = unspent - admitted;
    granted.admitted -= admitted;
    granted.lent -= lent;
    if (admitted > 0) window.refund({ at, cost: admitted });
    if (lent === 0) return;
    if (settledAt === undefined) window.takeBack({ at, cost: lent });
    else window.refund({ at: settledAt, cost: lent });
  }

  /** Told within a lease of the grant, it counts for less long than it would have. */
  function settle(window: LeasedWindow, granted: Grant, now: number): void {
    const { at, lent, settledAt } = granted;
    if (lent === 0 || settledAt !== undefined || now >= at + leaseMs) return;
    granted.settledAt = window.settle({ at, cost: lent }, now);
  }

  function remember(grantId: string, granted: Grant): void {
    const own = granted.lent > 0 ? grants : singles;
    own.set(grantId, granted);
    if (own.size > REMEMBERED) own.delete(own.keys().next().value ?? grantId);
  }

  return { grant, takeBack };
}
