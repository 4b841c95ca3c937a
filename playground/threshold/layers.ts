import { type Policy, TIER_LIMITS, type Tier } from "#implementations/threshold";

/** The limits that a request of the demo meets, in the order they are asked, by the names that headers call them. */
export const LAYERS = ["user", "requests"] as const;
export type Layer = (typeof LAYERS)[number];

/** Whose limit each is. */
export const WHOSE: Readonly<Record<Layer, string>> = { user: "user", requests: "tenant" };

export const MINUTE_MS = 60_000;

/**
 * As the Worker limits the route that the demo sends to, which a test holds these to. Leases are left out: they are for
 * Workers that run in many places at once.
 */
export function policiesOf(tier: Tier): Readonly<Record<Layer, Policy>> {
  return {
    user: { name: "user", limit: 60, windowMs: MINUTE_MS },
    requests: { name: "requests", ...TIER_LIMITS[tier].requests },
  };
}
