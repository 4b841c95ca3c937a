import type { Granted, LeasedWindow } from "../window/leased.ts";
import { createDemand } from "./demand.ts";
import { Grant, type LeaseReport } from "./grant.ts";

/**
 * Below this limit nothing is leased: shared by a few dozen isolates it leaves each a token or two, so that every
 * request would ask all the same, and what a lease costs in throughput would buy nothing.
 */
export const LEASE_FROM = 1_000;

/** What an isolate sends when it has no tokens left, or soon will have none. */
export interface GrantRequest {
  /** At least 1. Fewer may be granted. */
  readonly want: number;
  /** Whether a request waits for the first of them: it is admitted when it is granted, and counts for the window alone. */
  readonly isAwaited: boolean;
  readonly back: readonly LeaseReport[];
}

/** When it is worth asking a full window again. */
export interface FullWindow {
  readonly retryAt: number;
  /** Whether much leaves the window within a lease of then, and all who wait may come at once. */
  readonly isRush: boolean;
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
      /** If nothing is left. */
      readonly full: FullWindow | undefined;
    }
  | ({ readonly kind: "refused"; readonly at: number } & FullWindow);

/** The object's side of leases on a window, which is told with each call: what it grants is counted at once, spent or not. */
export interface Grantor {
  /** Takes back what is unspent, then grants `want` or as much of it as there is, or refuses if there is nothing. */
  grant(window: LeasedWindow, request: GrantRequest, now: number): GrantAnswer;
  /** Takes back what is unspent: the most that was ever told of each grant, and never more than it was. */
  takeBack(window: LeasedWindow, back: readonly LeaseReport[], now: number): void;
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

/** A full window has room for a few at a time: who wants many comes when this share of the limit is free. */
const WORTH_A_CALL = 1 / 75;

// A fair share is what each lease takes of a limit that is taken evenly.

/** More than so many fair shares are granted within a lease in a rush. */
const RUSH = 2.5;
/** More than so many leave the window within a lease where a rush has been. */
const RUSH_LEAVES = 7.5;

export function createGrantor({ id, leaseMs }: GrantorOptions): Grantor {
  /** Those that have lent, and those of one token, of which there may be thousands at once: they crowd out no others. */
  const grants = new Map<string, Grant>();
  const singles = new Map<string, Grant>();
  /** How much was granted in the last lease. */
  const recent = createDemand(leaseMs);
  /** Those of which something may still be spent, as far as was told. */
  let lending: Grant[] = [];
  let made = 0;

  // #region grant
  function grant(window: LeasedWindow, request: GrantRequest, now: number): GrantAnswer {
    takeBack(window, request.back, now);
    const admitted = request.isAwaited ? 1 : 0;
    const lendable = Math.min(window.read(now).remaining - admitted, mostLendable(window, now));
    // Who asks ahead is lent one at least, or refused.
    const lent = Math.max(1 - admitted, Math.floor(Math.min(request.want - admitted, lendable)));
    const decision = window.grant(now, { admitted, lent });
    if (decision.kind === "refused")
      return { kind: "refused", at: now, ...fullFor(window, request.want, now) };
    const { at, cost: tokens, remaining, nextAt } = decision;
    recent.note(now, tokens);
    const full = remaining === 0 ? fullFor(window, request.want, now) : undefined;
    const grantId = remember({ admitted, lent }, at);
    return { kind: "granted", id: grantId, tokens, at: now, leaseMs, remaining, nextAt, full };
  }

  /** What is lent counts for longer than it should until it is told that it is spent: so in a rush it is a fair share. */
  function mostLendable(window: LeasedWindow, now: number): number {
    const fair = fairShare(window);
    const isRush = recent.expected(now) > fair * RUSH;
    return isRush ? fair - openAt(now) : window.policy.limit * LARGEST_SHARE;
  }

  function openAt(now: number): number {
    lending = lending.filter((each) => each.openAt(now) > 0);
    return lending.reduce((sum, each) => sum + each.openAt(now), 0);
  }
  // #endregion grant

  function fullFor(window: LeasedWindow, want: number, now: number): FullWindow {
    const roomAt = window.retryAt(now) ?? now;
    const by = roomAt + leaseMs;
    const enough = Math.floor(Math.min(want, window.policy.limit * WORTH_A_CALL));
    const retryAt = enough > 1 ? Math.min(window.retryAt(now, enough) ?? roomAt, by) : roomAt;
    const much = Math.max(1, Math.ceil(fairShare(window) * RUSH_LEAVES));
    return { retryAt, isRush: (window.retryAt(now, much) ?? now) <= by };
  }

  function fairShare({ policy: { limit, windowMs } }: LeasedWindow): number {
    return limit * (leaseMs / windowMs);
  }

  function takeBack(window: LeasedWindow, back: readonly LeaseReport[], now: number): void {
    for (const report of back) (grants.get(report.id) ?? singles.get(report.id))?.tell(window, report, now);
  }

  function remember(granted: Granted, at: number): string {
    const grantId = `${id}:${made++}`;
    const own = granted.lent > 0 ? grants : singles;
    const counted = new Grant(granted, at, leaseMs);
    own.set(grantId, counted);
    if (granted.lent > 0) lending.push(counted);
    if (own.size > REMEMBERED) own.delete(own.keys().next().value ?? grantId);
    return grantId;
  }

  return { grant, takeBack };
}
