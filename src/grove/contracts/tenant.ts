import { TIERS, type Tier as TierName } from "#implementations/threshold";
import { z } from "zod";

export const Tier = z.enum(TIERS);

/** A DNS label: 1 to 63 of a–z, 0–9 and inner hyphens. */
export const Subdomain = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);

/** Labels that no tenant may have, because a reader would take what stands there for Grove's own. */
export const RESERVED_SUBDOMAINS: ReadonlySet<string> = new Set([
  "account",
  "admin",
  "api",
  "app",
  "assets",
  "auth",
  "billing",
  "blog",
  "cdn",
  "docs",
  "grove",
  "help",
  "login",
  "mail",
  "media",
  "root",
  "static",
  "status",
  "support",
  "www",
]);

/** The name of a tenant that stays: no reserved label, and none that a sandbox could have. */
const TenantName = Subdomain.refine(
  (name) => !RESERVED_SUBDOMAINS.has(name) && !name.startsWith("sandbox-"),
  { error: "This name is reserved" },
);

/** A tenant about to be, with the user who will own it. Times are epoch milliseconds. */
export const NewTenant = z.strictObject({
  id: z.string().min(1),
  subdomain: TenantName,
  displayName: z.string().min(1).max(80),
  description: z.string().max(200),
  tier: Tier,
  owner: z.strictObject({
    id: z.string().min(1),
    email: z.email().max(254),
    displayName: z.string().min(1).max(80),
  }),
  createdAt: z.int(),
});
export type NewTenant = z.infer<typeof NewTenant>;

/** What the rest of Grove needs to know about a tenant to serve one request. */
export interface TenantConfig {
  readonly id: string;
  readonly subdomain: string;
  readonly displayName: string;
  readonly description: string;
  readonly tier: TierName;
  /** Grows by one with each change, so that a change made from an old reading is refused. */
  readonly version: number;
  /** When a sandbox stops answering, in epoch milliseconds. Absent for a tenant that stays. */
  readonly expiresAt?: number;
}

/** A change made by someone who has read version `expectedVersion`. */
export interface TenantChange {
  readonly tier?: TierName;
  readonly displayName?: string;
  readonly expectedVersion: number;
}

export type TenantChanged =
  | { readonly kind: "changed"; readonly tenant: TenantConfig }
  | { readonly kind: "conflict"; readonly version: number }
  | { readonly kind: "unknown" };
