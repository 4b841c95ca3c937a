import { DurableObject } from "cloudflare:workers";
import {
  CATEGORIES,
  createWindow,
  TIER_LIMITS,
  type Category,
  type Decision,
  type Tier,
  type Window,
  type WindowPolicy,
} from "#implementations/threshold";
import type { TenantLimits } from "../contracts/limits.ts";
import { subdomainOf } from "../contracts/object-name.ts";
import type { TenantChange, TenantChanged, TenantConfig } from "../contracts/tenant.ts";
import { changeTenant, findTenant } from "../storage/tenants.ts";

export type TenantCheck =
  | { readonly kind: "unknown" }
  | {
      readonly kind: "counted";
      readonly tenant: TenantConfig;
      readonly decision: Decision;
      readonly policy: WindowPolicy;
      /** When the object decided, by its own clock; epoch milliseconds. */
      readonly now: number;
    };

export type TenantLimitState =
  | { readonly kind: "unknown" }
  | { readonly kind: "known"; readonly tenant: TenantConfig; readonly limits: TenantLimits };

/**
 * One tenant: its configuration, and the counts of its limits.
 *
 * Counts live in memory only, because a durable write would put a commit on every request. Cloudflare evicts an object
 * that has been idle for a minute or two, and at each deploy; the counts are then forgotten, so a tenant gets its
 * hourly and daily limits afresh. A minute's count loses little: an idle minute has nearly emptied it. The
 * configuration is a cache of D1 and is read again. Nothing is written to the object's own storage, so a name that is
 * no tenant's leaves nothing behind.
 */
export class TenantDO extends DurableObject<Env> {
  #reading: Promise<TenantConfig | undefined> | undefined;
  readonly #windows = new Map<Category, Window>();

  /** Counts one request, or refuses it and counts nothing. One call gives all that serving the request needs. */
  // #region check
  async checkTenantRateLimit(category: Category): Promise<TenantCheck> {
    const tenant = await this.#readConfig();
    const now = Date.now();
    if (!isAlive(tenant, now)) return { kind: "unknown" };

    // No await from here on: simultaneous requests are decided one after the other.
    const window = this.#windowOf(category, tenant.tier);
    return { kind: "counted", tenant, decision: window.check(now), policy: window.policy, now };
  }
  // #endregion check

  /** Reads every limit and counts nothing. */
  async getRateLimitState(): Promise<TenantLimitState> {
    const tenant = await this.#readConfig();
    const now = Date.now();
    if (!isAlive(tenant, now)) return { kind: "unknown" };

    const categories = Object.fromEntries(
      CATEGORIES.map((category) => {
        const window = this.#windowOf(category, tenant.tier);
        const { limit, windowMs } = window.policy;
        return [category, { limit, windowSeconds: windowMs / 1000, ...window.read(now) }];
      }),
    ) as TenantLimits["categories"];
    const { subdomain, tier, version } = tenant;
    return { kind: "known", tenant, limits: { tenant: subdomain, tier, version, at: now, categories } };
  }

  async getConfig(): Promise<TenantConfig | undefined> {
    return await this.#readConfig();
  }

  /** Writes the change to D1 if nobody else has changed the tenant since, and is seen by the next request. */
  async updateConfig(change: TenantChange): Promise<TenantChanged> {
    try {
      return await changeTenant(this.env.DB, this.#subdomain(), change);
    } finally {
      // A write whose answer is lost may still have been made.
      this.invalidateConfig();
    }
  }

  /** Forgets the cached configuration, so that a change made in D1 by others is seen by the next request. */
  invalidateConfig(): void {
    this.#reading = undefined;
  }

  /** Simultaneous requests share one read of D1. Neither a failure nor an unknown tenant is remembered. */
  async #readConfig(): Promise<TenantConfig | undefined> {
    const reading = (this.#reading ??= findTenant(this.env.DB, this.#subdomain()));
    let tenant: TenantConfig | undefined;
    try {
      tenant = await reading;
    } finally {
      if (!tenant && this.#reading === reading) this.#reading = undefined;
    }
    return tenant;
  }

  /** A tenant that changes its tier keeps what it has used: the counts stay, the limit over them moves. */
  #windowOf(category: Category, tier: Tier): Window {
    const policy = TIER_LIMITS[tier][category];
    const window = this.#windows.get(category) ?? createWindow(policy);
    const current = window.policy.limit === policy.limit ? window : window.withLimit(policy.limit);
    this.#windows.set(category, current);
    return current;
  }

  #subdomain(): string {
    return subdomainOf(this.ctx.id.name);
  }
}

/** A sandbox past its time is no tenant any more, whether or not it has been swept. */
function isAlive(tenant: TenantConfig | undefined, now: number): tenant is TenantConfig {
  return tenant !== undefined && now < (tenant.expiresAt ?? Infinity);
}
