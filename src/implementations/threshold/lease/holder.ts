import { createDemand } from "./demand.ts";
import type { GrantAnswer, GrantRequest } from "./grantor.ts";
import { createReturns } from "./returns.ts";

/** One admission, paid for. */
export interface Token {
  readonly id: string;
  /** By this isolate's clock, epoch milliseconds. */
  readonly until: number;
  readonly era: number;
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
   * a lease after every grant of more than one token, so that what was asked for in a rush is not lost to others.
   */
  bringBack(now: number): Ask | undefined;
  /** Pays for the request that asked, and keeps the rest. */
  spend(ask: Ask, answer: GrantAnswer, now: number): Spent | Refused;
  /** Keeps all of what was asked for ahead. */
  keep(ask: Ask, answer: GrantAnswer, now: number): void;
  /** The call failed or its answer was lost. What may have been granted is left to leave the window. */
  failed(ask: Ask): void;
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

interface Lease {
  readonly id: string;
  readonly until: number;
  left: number;
}

export function createHolder({ leaseMs, marginMs = 50 }: HolderOptions): Holder {
  const demand = createDemand(leaseMs);
  const returns = createReturns();
  let leases: Lease[] = [];
  let underWay: Ask | undefined;
  let refused: { readonly toldAt: number; readonly until: number } | undefined;
  let told:
    | { readonly toldAt: number; readonly remaining: number; readonly nextAt: number | undefined }
    | undefined;
  let latest = -Infinity;
  /** How often the clock was seen to step back. */
  let era = 0;

  /** A clock that stepped back no longer tells how old a lease is, so all of them end. */
  function moveTo(now: number): void {
    const hasSteppedBack = now < latest;
    latest = now;
    if (hasSteppedBack) {
      era += 1;
      refused = undefined;
    }
    for (const { id, left, until } of leases) if (hasSteppedBack || until <= now) returns.add(id, left);
    leases = leases.filter(({ until }) => !hasSteppedBack && until > now);
  }

  function take(now: number): Spent | Refused | Short {
    moveTo(now);
    demand.note(now);
    return takeHeld() ?? refusal(now) ?? { kind: "short" };
  }

  function takeHeld(): Spent | undefined {
    const [lease] = leases;
    if (!lease) return undefined;
    lease.left -= 1;
    if (lease.left === 0) leases.shift();
    return { kind: "spent", token: { id: lease.id, until: lease.until, era } };
  }

  function refusal(now: number): Refused | undefined {
    return refused && now < refused.until ? { kind: "refused", retryAt: refused.until } : undefined;
  }

  function ask(now: number): Ask {
    moveTo(now);
    return isUnderWay(now) ? made(now, 1) : (underWay = made(now, expected(now)));
  }

  function askAhead(now: number): Ask | undefined {
    moveTo(now);
    const want = expected(now);
    const newest = leases.at(-1);
    if (want < AHEAD_FROM || isUnderWay(now) || refusal(now)) return undefined;
    const isNearlyOver = !newest || newest.until - now < leaseMs * NEARLY_OVER || held() < want * NEARLY_OVER;
    return isNearlyOver ? (underWay = made(now, want)) : undefined;
  }

  function bringBack(now: number): Ask | undefined {
    moveTo(now);
    // With tokens in hand it will ask again soon, and tells then.
    return leases.length > 0 || returns.untold() < BRING_BACK_FROM ? undefined : made(now, 0);
  }

  function made(now: number, want: number): Ask {
    return { request: { want, back: returns.tell() }, sentAt: now, era };
  }

  /** An ask that takes longer than a lease brings nothing that could be spent: it is as good as lost. */
  function isUnderWay(now: number): boolean {
    return underWay !== undefined && underWay.era === era && now < underWay.sentAt + leaseMs;
  }

  function spend(asked: Ask, answer: GrantAnswer, now: number): Spent | Refused {
    if (answer.kind === "granted") {
      // The grantor admitted this request when it granted, so its token is good however late the answer comes.
      keep(asked, { ...answer, tokens: answer.tokens - 1 }, now);
      return { kind: "spent", token: { id: answer.id, until: untilOf(asked, answer.leaseMs), era } };
    }
    keep(asked, answer, now);
    return takeHeld() ?? { kind: "refused", retryAt: here(answer.retryAt, answer, now) };
  }

  function keep(asked: Ask, answer: GrantAnswer, now: number): void {
    moveTo(now);
    if (underWay === asked) underWay = undefined;
    if (answer.kind === "granted" && answer.tokens > 0) {
      leases.push({ id: answer.id, until: untilOf(asked, answer.leaseMs), left: answer.tokens });
    }
    if (told && answer.at < told.toldAt) return;
    const toldAt = answer.at;
    if (answer.kind === "refused") {
      const until = here(answer.retryAt, answer, now);
      refused = { toldAt, until };
      told = { toldAt, remaining: 0, nextAt: Number.isFinite(until) ? until : undefined };
    } else {
      refused = undefined;
      const nextAt = answer.nextAt === undefined ? undefined : here(answer.nextAt, answer, now);
      told = { toldAt, remaining: answer.remaining, nextAt };
    }
  }

  /** Counted from before the ask was sent, which is no later than the grant: so nobody's clocks need to agree. */
  function untilOf(asked: Ask, grantedMs: number): number {
    return asked.era === era ? asked.sentAt + grantedMs - marginMs : -Infinity;
  }

  /** A time of the grantor's by this clock: late by the way back of the answer, never early. */
  function here(time: number, answer: GrantAnswer, now: number): number {
    return now + (time - answer.at);
  }

  function failed(asked: Ask): void {
    if (underWay === asked) underWay = undefined;
    returns.untell(asked.request.back);
  }

  function putBack({ id, until, era: then }: Token, now: number): void {
    moveTo(now);
    if (then !== era || until <= now) return returns.add(id, 1);
    leases.unshift({ id, until, left: 1 });
  }

  function expected(now: number): number {
    return Math.max(1, Math.round(demand.expected(now)));
  }

  function held(): number {
    return leases.reduce((sum, { left }) => sum + left, 0);
  }

  function standing(now: number): ReturnType<Holder["standing"]> {
    moveTo(now);
    return told && { remaining: told.remaining + held(), nextAt: told.nextAt };
  }

  return { take, ask, askAhead, bringBack, spend, keep, failed, putBack, standing };
}
