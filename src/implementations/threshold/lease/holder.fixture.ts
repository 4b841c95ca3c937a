import type { GrantAnswer } from "./grantor.ts";
import { createHolder, type Holder } from "./holder.ts";

// What holders are asked and told in tests.

export const NOON = 43_200_000;
/** The grantor's clock is an hour ahead, which nobody should notice. */
export const AHEAD = 3_600_000;

export const GRANT = `grant at ${NOON}`;

export function grant(tokens: number, now: number): GrantAnswer {
  return {
    kind: "granted",
    id: `grant at ${now}`,
    tokens,
    at: now + AHEAD,
    leaseMs: 1_000,
    remaining: 500,
    nextAt: now + AHEAD + 300,
    full: undefined,
  };
}

export function refusal(now: number, waitMs: number): GrantAnswer {
  return { kind: "refused", at: now + AHEAD, retryAt: now + AHEAD + waitMs, isRush: false };
}

/** Makes `count` requests at `now`, and counts those that had a token. */
export function takeMany(holder: Holder, count: number, now: number): number {
  return Array.from({ length: count }, () => holder.take(now)).filter(({ kind }) => kind === "spent").length;
}

/** A holder that has just got this many tokens, one of which is spent on the request that asked. */
export function holderOf(tokens: number, now = NOON): Holder {
  const holder = createHolder({ leaseMs: 1_000 });
  holder.take(now);
  holder.spend(holder.ask(now), grant(tokens, now), now);
  return holder;
}
