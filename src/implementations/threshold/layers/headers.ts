import type { Standing } from "./policy.ts";

/** Where a client stands, and when to come back if it was refused. Times are epoch milliseconds. */
export interface Told {
  readonly standings: readonly Standing[];
  readonly now: number;
  /** Absent for an allowed request. */
  readonly retryAt?: number;
}

/**
 * The response fields that tell a client where it stands: `RateLimit-Policy` and `RateLimit` of
 * draft-ietf-httpapi-ratelimit-headers, an item for each policy; the older `X-RateLimit-*` for the one with the least
 * left; and on a refusal `Retry-After` in seconds, rounded up so that it is never too early, and
 * `Cache-Control: no-store`.
 */
export function rateLimitHeaders({ standings, now, retryAt }: Told): Record<string, string> {
  const headers: Record<string, string> = {};
  const enforced = standings.filter(({ policy }) => !policy.isDryRun);
  const [scarcest] = enforced.toSorted((a, b) => a.remaining - b.remaining);
  if (scarcest) {
    headers["RateLimit-Policy"] = enforced.map(policyItem).join(", ");
    headers["RateLimit"] = enforced.map((standing) => limitItem(standing, now)).join(", ");
    headers["X-RateLimit-Limit"] = String(scarcest.policy.limit);
    headers["X-RateLimit-Remaining"] = String(scarcest.remaining);
    // A limit of 0 gives nothing back, ever: there is no honest time to name.
    const resetAt = scarcest.nextAt;
    if (resetAt !== undefined) headers["X-RateLimit-Reset"] = String(Math.ceil(resetAt / 1000));
  }
  if (retryAt !== undefined) {
    headers["Cache-Control"] = "no-store";
    if (Number.isFinite(retryAt)) headers["Retry-After"] = String(secondsUntil(retryAt, now));
  }
  return headers;
}

function policyItem({ policy: { name, limit, windowMs } }: Standing): string {
  return `${quote(name)};q=${limit};w=${Math.ceil(windowMs / 1000)}`;
}

function limitItem({ policy, remaining, nextAt }: Standing, now: number): string {
  const comesFree = nextAt === undefined ? "" : `;t=${secondsUntil(nextAt, now)}`;
  return `${quote(policy.name)};r=${remaining}${comesFree}`;
}

/** A string of RFC 9651. */
function quote(name: string): string {
  return `"${name.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** Whole seconds from `now` to `at` (epoch milliseconds), rounded up, never negative. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}
