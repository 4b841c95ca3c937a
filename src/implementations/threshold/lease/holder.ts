import { createDemand } from "./demand.ts";
import { type Full, fullBy, here } from "./full.ts";
import type { GrantAnswer, GrantRequest } from "./grantor.ts";
import { createHeld } from "./held.ts";

/** One admission, paid for. */
export interface Token {
  readonly id: string;
  /** Whether it was granted to the request that asked, and is nobody else's to spend. */
  readonly isOwn: boolean;
}

export type Spent = { readonly kind: "spent"; readonly token: Token };
export type Refused = { readonly kind: "refused"; readonly retryAt: number };
/** There is no token here: one must be asked for. */
export type Short = { readonly kind: "short" };

/** One call to the grantor: `request` is what is sent. */
export interface Ask {
  readonly request: GrantRequest;
  readonly sentAt: number;
  readonly era: number;
}

/**
 * The isolate's side of leases on one window. All times are epoch milliseconds by the isolate's own clock, which need
 * not agree with any other. A change of policy needs a new holder.
 */
export interface Holder {
  /** Pays for a request with a token if there is one, and counts it as demand if not. */
  take(now: number): Spent | Refused | Short;
  /** Asks for a request that was short. While another ask is under way it asks for its own token only. */
  ask(now: number): Ask;
  /** Asks ahead of need, for nobody to wait for; undefined where that would not save a call. */
  askAhead(now: number): Ask | undefined;
  /**
   * Gives back what is left of leases that are over, if it is enough to be worth a call; `want` is 0. To be called
   * a lease after every grant of more than one token, with its id, so that what was asked for in a rush is not lost to
   * others. The lease of that grant ends by this, whatever the clock says: one that stepped back unseen would prolong it.
   */
  bringBack(now: number, grantId: string): Ask | undefined;
  /** Pays for the request that asked, and keeps the rest. */
  spend(ask: Ask, answer: GrantAnswer, now: number): Spent | Refused;
  /** Keeps what was asked for ahead. Of an ask that a request should have waited for, its own token goes back. */
  keep(ask: Ask, answer: GrantAnswer, now: number): void;
  /** The call failed or its answer was lost. What may have been granted is left to leave the window. */
  failed(ask: Ask): void;
  /** Why a request would have no token at `now`: because the window is full. Undefined if it would, or should ask. */
  refused(now: number): Refused | undefined;
  /** Takes a token back whose request was refused elsewhere: a denial consumes nothing. */
  putBack(token: Token, now: number): void;
  /** Where the client stands as last told, tokens here included; undefined before the first answer. */
  standing(now: number): { readonly remaining: number; readonly nextAt: number | undefined } | undefined;
}

export interface HolderOptions {
  readonly leaseMs: number;
  /** By how much a token's life is shortened. Workers' clocks stand still between I/O: it must exceed one such pause. */
  readonly marginMs?: number;
}

/** An isolate that expects fewer requests in a lease than this would hold tokens in vain by asking ahead. */
const AHEAD_FROM = 8;
/** Fewer tokens than this come back with the next ask. */
const BRING_BACK_FROM = 5;
/** It asks ahead when this share of a lease, or of the expected tokens, is left. */
const NEARLY_OVER = 0.2;

interface ToldStanding {
  /** By the grantor's clock; the other by this one's. */
  readonly toldAt: number;
  readonly remaining: number;
  readonly nextAt: number | undefined;
}

export function createHolder({ leaseMs, marginMs = 50 }: HolderOptions): Holder {
  const demand = createDemand(leaseMs);
  const held = createHeld();
  let underWay: Ask | undefined;
  let full: Full | undefined;
  let told: ToldStanding | undefined;
  let latest = -Infinity;
  /** How often the clock was seen to step back. */
  let era = 0;

  /** A clock that stepped back no longer tells how old a lease is, so all of them end. */
  function moveTo(now: number): void {
    const hasSteppedBack = now < latest;
    latest = now;
    if (hasSteppedBack) {
      era += 1;
      full = undefined;
    }
    held.endWhere(({ until }) => hasSteppedBack || until <= now);
  }

  function take(now: number): Spent | Refused | Short {
    moveTo(now);
    demand.note(now);
    return takeHeld() ?? refusal(now) ?? { kind: "short" };
  }

  function takeHeld(): Spent | undefined {
    const id = held.take();
    return id === undefined ? undefined : { kind: "spent", token: { id, isOwn: false } };
  }

  function refusal(now: number): Refused | undefined {
    if (!full) return undefined;
    const isAsked = full.isNear && isUnderWay(now);
    if (now >= full.askFrom && !isAsked) return undefined;
    // How that ask ends is not known: by then it will be.
    return { kind: "refused", retryAt: Math.max(full.retryAt, isAsked ? now + leaseMs : 0) };
  }

  function ask(now: number): Ask {
    moveTo(now);
    if (isUnderWay(now)) return made(now, { want: 1, isAwaited: true });
    return (underWay = made(now, { want: expected(now), isAwaited: true }));
  }

  function askAhead(now: number): Ask | undefined {
    moveTo(now);
    const want = expected(now);
    if (want < AHEAD_FROM || isUnderWay(now) || refusal(now)) return undefined;
    return isNearlyOver(now, want) ? (underWay = made(now, { want, isAwaited: false })) : undefined;
  }

  /** Who was lent less than it wants is lent no more at a time. */
  function isNearlyOver(now: number, want: number): boolean {
    const newest = held.newest();
    const isLate = !newest || newest.until - now < leaseMs * NEARLY_OVER;
    return isLate || held.count() < Math.min(want, newest.tokens) * NEARLY_OVER;
  }

  function bringBack(now: number, grantId: string): Ask | undefined {
    moveTo(now);
    held.endWhere(({ id }) => id === grantId);
    // With tokens in hand it will ask again soon, and tells then.
    return held.newest() || held.untold() < BRING_BACK_FROM
      ? undefined
      : made(now, { want: 0, isAwaited: false });
  }

  function made(now: number, asked: Omit<GrantRequest, "back">): Ask {
    return { request: { ...asked, back: held.tell() }, sentAt: now, era };
  }

  /** An ask that takes longer than a lease brings nothing that could be spent: it is as good as lost. */
  function isUnderWay(now: number): boolean {
    return underWay !== undefined && underWay.era === era && now < underWay.sentAt + leaseMs;
  }

  function spend(asked: Ask, answer: GrantAnswer, now: number): Spent | Refused {
    hear(asked, answer, now);
    // The grantor admitted this request when it granted, so its token is good however late the answer comes.
    if (answer.kind === "granted") return { kind: "spent", token: { id: answer.id, isOwn: true } };
    return takeHeld() ?? { kind: "refused", retryAt: here(answer.retryAt, answer, now) };
  }

  function keep(asked: Ask, answer: GrantAnswer, now: number): void {
    hear(asked, answer, now);
    const isOwn = asked.request.isAwaited;
    if (isOwn && answer.kind === "granted") putBack({ id: answer.id, isOwn }, now);
  }

  function hear(asked: Ask, answer: GrantAnswer, now: number): void {
    moveTo(now);
    if (underWay === asked) underWay = undefined;
    if (answer.kind === "granted") {
      const tokens = answer.tokens - (asked.request.isAwaited ? 1 : 0);
      if (tokens > 0) held.add({ id: answer.id, until: untilOf(asked, answer.leaseMs), tokens });
    }
    if (told && answer.at < told.toldAt) return;
    const whenFull = answer.kind === "refused" ? answer : answer.full;
    const sentAt = asked.era === era ? asked.sentAt : now;
    full = whenFull && fullBy({ ...whenFull, at: answer.at }, { sentAt, now, leaseMs, marginMs });
    told = toldBy(answer, now);
  }

  /** Counted from before the ask was sent, which is no later than the grant: so nobody's clocks need to agree. */
  function untilOf(asked: Ask, grantedMs: number): number {
    return asked.era === era ? asked.sentAt + grantedMs - marginMs : -Infinity;
  }

  function failed(asked: Ask): void {
    if (underWay === asked) underWay = undefined;
    held.untell(asked.request.back);
  }

  function putBack({ id, isOwn }: Token, now: number): void {
    moveTo(now);
    held.putBack(id, isOwn);
  }

  function expected(now: number): number {
    return Math.max(1, Math.round(demand.expected(now)));
  }

  function standing(now: number): ReturnType<Holder["standing"]> {
    moveTo(now);
    return told && { remaining: told.remaining + held.count(), nextAt: told.nextAt };
  }

  function refusedAt(now: number): Refused | undefined {
    moveTo(now);
    return held.newest() ? undefined : refusal(now);
  }

  return { take, refused: refusedAt, ask, askAhead, bringBack, spend, keep, failed, putBack, standing };
}

function toldBy(answer: GrantAnswer, now: number): ToldStanding {
  const nextAt = answer.kind === "granted" ? answer.nextAt : answer.retryAt;
  const isKnown = nextAt !== undefined && Number.isFinite(nextAt);
  return {
    toldAt: answer.at,
    remaining: answer.kind === "granted" ? answer.remaining : 0,
    nextAt: isKnown ? here(nextAt, answer, now) : undefined,
  };
}
