import type { FullWindow, GrantAnswer } from "./grantor.ts";

/** What an isolate was told of a full window, in epoch milliseconds by its own clock. */
export interface Full {
  /**
   * Whether there is room again within two leases, for a few at a time: then one ask at a time finds out. Where it is
   * further away or for a rush, much may leave at once, and each request that has waited for it asks for itself.
   */
  readonly isNear: boolean;
  readonly askFrom: number;
  /** What clients are told: never early. */
  readonly retryAt: number;
}

export interface Told {
  /** When the ask was sent. */
  readonly sentAt: number;
  /** When its answer came. */
  readonly now: number;
  readonly leaseMs: number;
  readonly marginMs: number;
}

export function fullBy(
  answer: FullWindow & Pick<GrantAnswer, "at">,
  { sentAt, now, leaseMs, marginMs }: Told,
): Full {
  const retryAt = here(answer.retryAt, answer, now);
  const isSoon = answer.retryAt - answer.at < 2 * leaseMs;
  const isNear = isSoon && !answer.isRush;
  // Counted from when the ask was sent, and by a clock that may have stood still: what is sent then is not there too late.
  const askFrom = isSoon ? retryAt : here(answer.retryAt, answer, sentAt) - marginMs;
  return { isNear, askFrom, retryAt };
}

/** A time of the grantor's, `now` being when its answer came: late by the way back, never early. */
export function here(time: number, answer: Pick<GrantAnswer, "at">, now: number): number {
  return now + (time - answer.at);
}
