import type { Admission, Window } from "../window/window.ts";

/**
 * Below this limit nothing is leased: shared by a few dozen isolates it leaves each a token or two, so that every
 * request would ask all the same, and what a lease costs in throughput would buy nothing.
 */
export const LEASE_FROM = 1_000;

/**
 * How finely a leased window is cut: a lease costs throughput already, and what a ring costs comes on top of it. Finer
 * still, a full window would have room for a few tokens at a time, each of them a call.
 */
export const LEASED_CUTS = 75;

/** All that is known so far to be unspent of one grant: so telling it again, late or out of order, does no harm. */
export interface Unspent {
  readonly id: string;
  readonly unspent: number;
}

/** What an isolate sends when it has no tokens left, or soon will have none. */
export interface GrantRequest {
  /** At least 1. Fewer may be granted. */
  readonly want: number;
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

/** The object's side of leases on one window: what it grants is counted at once, spent or not. */
export interface Grantor {
  /** Takes back what is unspent, then grants `want` or as much of it as there is, or refuses if there is nothing. */
  grant(request: GrantRequest, now: number): GrantAnswer;
  /** Takes back what is unspent: the most that was ever told of each grant, and never more than it was. */
  takeBack(back: readonly Unspent[], now: number): void;
}

export interface GrantorOptions {
  /** Begins the ids of all grants. No other grantor of this window may ever have had it. */
  readonly id: string;
  readonly leaseMs: number;
  /** Its length is that of the limit and a lease together, so that a token counts until long after it can be spent. */
  readonly windowAt: (now: number) => Window;
}

/** How many grants can still be given back. Older ones stay counted until they leave the window. */
const REMEMBERED = 1_024;

/** No grant takes more than this share of the limit, because that much is lost for a window if its isolate dies. */
const LARGEST_SHARE = 1 / 20;

export function createGrantor({ id, leaseMs, windowAt }: GrantorOptions): Grantor {
  const grants = new Map<string, Admission & { readonly returned: number }>();
  let made = 0;

  // #region grant
  function grant({ want, back }: GrantRequest, now: number): GrantAnswer {
    takeBack(back, now);
    const window = windowAt(now);
    const most = Math.min(want, window.read(now).remaining, window.policy.limit * LARGEST_SHARE);
    const decision = window.check(now, Math.max(1, Math.floor(most)));
    if (decision.kind === "refused") return { kind: "refused", at: now, retryAt: decision.retryAt };

    const { cost: tokens, remaining, nextAt } = decision;
    const grantId = `${id}:${made++}`;
    remember(grantId, decision);
    return { kind: "granted", id: grantId, tokens, at: now, leaseMs, remaining, nextAt };
  }

  function takeBack(back: readonly Unspent[], now: number): void {
    const window = windowAt(now);
    for (const { id: grantId, unspent } of back) {
      const granted = grants.get(grantId);
      const returned = Math.min(unspent, granted?.cost ?? 0);
      if (!granted || !(returned > granted.returned)) continue;
      window.refund({ at: granted.at, cost: returned - granted.returned });
      grants.set(grantId, { ...granted, returned });
    }
  }
  // #endregion grant

  function remember(grantId: string, { at, cost }: Admission): void {
    grants.set(grantId, { at, cost, returned: 0 });
    if (grants.size > REMEMBERED) grants.delete(grants.keys().next().value ?? grantId);
  }

  return { grant, takeBack };
}
