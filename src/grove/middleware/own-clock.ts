import type { Standing } from "#implementations/threshold";
import type { Refusal } from "./threshold.ts";

/**
 * What an object has refused, by the clock of the isolate that it is told to at `now`, which may be another: late by
 * the way back of the answer, never early.
 */
export function byOwnClock(refusal: Refusal, now: number): Refusal {
  const ahead = now - refusal.now;
  const standings = refusal.standings.map((standing): Standing => {
    const { nextAt } = standing;
    return { ...standing, nextAt: nextAt === undefined ? undefined : nextAt + ahead };
  });
  return { ...refusal, now, retryAt: refusal.retryAt + ahead, standings };
}
