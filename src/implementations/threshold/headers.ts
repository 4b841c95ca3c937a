import type { Decision, WindowPolicy } from "./window.ts";

/**
 * The response fields that tell a client where it stands: `RateLimit-Policy` and `RateLimit` of
 * draft-ietf-httpapi-ratelimit-headers (one policy, named), the older `X-RateLimit-*`, and on a refusal
 * `Retry-After` in seconds, rounded up so that it is never too early, and `Cache-Control: no-store`.
 * `name` is printable ASCII; `now` is epoch milliseconds.
 */
export function rateLimitHeaders(
  name: string,
  policy: WindowPolicy,
  outcome: { readonly decision: Decision; readonly now: number },
): Record<string, string> {
  const { decision, now } = outcome;
  const remaining = decision.kind === "allowed" ? decision.remaining : 0;
  const moreAt = (decision.kind === "allowed" ? decision.nextAt : decision.retryAt) ?? Infinity;
  const quoted = `"${name.replaceAll(/["\\]/g, "\\$&")}"`;
  const headers: Record<string, string> = {
    "RateLimit-Policy": `${quoted};q=${policy.limit};w=${Math.ceil(policy.windowMs / 1000)}`,
    RateLimit: `${quoted};r=${remaining}`,
    "X-RateLimit-Limit": String(policy.limit),
    "X-RateLimit-Remaining": String(remaining),
  };

  // A limit of 0 gives nothing back, ever: there is no honest time to name.
  if (Number.isFinite(moreAt)) {
    headers["RateLimit"] += `;t=${secondsUntil(moreAt, now)}`;
    headers["X-RateLimit-Reset"] = String(Math.ceil(moreAt / 1000));
  }
  if (decision.kind === "refused") {
    headers["Cache-Control"] = "no-store";
    if (Number.isFinite(moreAt)) headers["Retry-After"] = String(secondsUntil(moreAt, now));
  }
  return headers;
}

/** Whole seconds from `now` to `at` (epoch milliseconds), rounded up, never negative. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}
