import type { Category, Claim, GrantAnswer, GrantRequest, Policy, Verdict } from "#implementations/threshold";
import type { TenantLimits } from "./limits.ts";
import type { TenantConfig } from "./tenant.ts";

/** One request as its tenant's object counts it. */
export interface TenantAsk {
  readonly category: Category;
  /** The limits of its route, taken with the category's: from all of them, or from none. */
  readonly claims?: readonly Claim[];
  /** Asks for a lease on the category, where the tenant's plan gives one, so that further requests need not ask. */
  readonly lease?: GrantRequest;
}

export type TenantCheck =
  | { readonly kind: "unknown" }
  | {
      readonly kind: "counted";
      readonly tenant: TenantConfig;
      readonly verdict: Verdict;
      /** Whether a lease was refused while a rush leaves the window: then all who wait may come at once. */
      readonly isRush?: boolean;
    }
  | {
      readonly kind: "leased";
      readonly tenant: TenantConfig;
      readonly policy: Policy;
      readonly grant: Extract<GrantAnswer, { kind: "granted" }>;
    };

export type TenantLimitState =
  | { readonly kind: "unknown" }
  | { readonly kind: "known"; readonly tenant: TenantConfig; readonly limits: TenantLimits };
