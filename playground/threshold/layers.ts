import { addressPolicy, CEILINGS, routeLimitOf, tenantPolicy } from "#grove/contracts/policies";
import { categorize, type Claim, type Tier } from "#implementations/threshold";
import { type Aim, KINDS } from "./requests.ts";

/** Whose limits a request meets, in the order they are asked; the last two are asked together, in the tenant's object. */
export const LAYERS = ["address", "user", "endpoint", "tenant"] as const;
export type Layer = (typeof LAYERS)[number];

/** A limit that a request meets. */
export interface Met extends Claim {
  readonly layer: Layer;
}

/**
 * The limits that the Worker has for such a request. Leases are left out: they are for Workers that run in many places
 * at once.
 */
export function layersMet(tier: Tier, { kind, sender, level }: Aim): Met[] {
  const { method, below, ceiling } = KINDS[kind];
  const path = `/api/sandboxes/sandbox${below}`;
  const { perUser, perTenant } = routeLimitOf(method, `/apex${path}`) ?? {};
  const { leaseMs: _, ...plan } = tenantPolicy(tier, categorize(method, path));
  const user = sender === "other" ? "other" : "user";
  return [
    { layer: "address", policy: addressPolicy(CEILINGS[ceiling], level), key: ceiling },
    ...(perUser ? [{ layer: "user", policy: perUser, key: user } as const] : []),
    ...(perTenant ? [{ layer: "endpoint", policy: perTenant, key: "" } as const] : []),
    { layer: "tenant", policy: plan, key: "" },
  ];
}

/** What tells one limit's window from all others. */
export function idOf({ policy, key }: Claim): string {
  return `${policy.name} ${key}`;
}

/** Whose limit it is, in a word or two. */
export function whose({ layer, key }: Pick<Met, "layer" | "key">): string {
  return layer === "user" && key === "other" ? "other user" : layer;
}

/** What the limit is called. */
export function nameOf(met: Pick<Met, "layer" | "key">): string {
  return `the ${whose(met)}'s ${met.layer === "address" ? "ceiling" : "limit"}`;
}
