import type { WindowPolicy } from "../window/window.ts";
import { type EdgePlan, TIMES } from "./plans.ts";

/** What a rate limiting rule counts: more than `requests` in `period` seconds is too many. */
export interface Fit {
  readonly period: number;
  readonly requests: number;
}

/**
 * The tightest count on this plan that a client within `policy` never reaches. In a period shorter than the window it may
 * send the whole limit at once; a longer one is covered by so many windows, each with the whole limit. Both hold for a
 * count over any trailing period and over aligned ones. The tightest lets the least through in one window and, of those
 * that are equal in that, the least for ever.
 */
export function fitPeriod({ limit, windowMs }: WindowPolicy, plan: EdgePlan): Fit {
  const fits = TIMES.filter((period) => period <= plan.longestPeriod).map((period) => {
    const windows = (period * 1_000) / windowMs;
    const whole = Math.ceil(windows);
    return { period, whole, inWindow: Math.max(whole, Math.ceil(1 / windows)), forEver: whole / windows };
  });
  const best = fits.reduce((tightest, each) =>
    each.inWindow < tightest.inWindow ||
    (each.inWindow === tightest.inWindow && each.forEver < tightest.forEver)
      ? each
      : tightest,
  );
  return { period: best.period, requests: limit * best.whole };
}

/** The longest block on this plan, in seconds, that is no longer than wanted; undefined if all of them are. */
export function fitBlock(seconds: number, plan: EdgePlan): number | undefined {
  if (plan.anyBlock) return Math.min(seconds, plan.longestBlock);
  return TIMES.filter((each) => each <= plan.longestBlock && each <= seconds).at(-1);
}
