import {
  CATEGORIES,
  type Claim,
  type Counters,
  createCounters,
  createGrantor,
  createSqlWindowStore,
  type GrantAnswer,
  type GrantRequest,
  type Grantor,
  type Receipt,
  type Verdict,
} from "#implementations/threshold";
import type { BlogEvent } from "../contracts/statistics.ts";
import type { Flushed } from "#implementations/loom";
import { lettersPath } from "../contracts/letter.ts";
import type { TenantLimits } from "../contracts/limits.ts";
import { subdomainOf } from "../contracts/object-name.ts";
import { tenantPolicy } from "../contracts/policies.ts";
import type { TenantAsk, TenantCheck, TenantLimitState } from "../contracts/tenant-check.ts";
import type { TenantChange, TenantChanged, TenantConfig } from "../contracts/tenant.ts";
import { changeTenant, findTenant } from "../storage/tenants.ts";
import { openDirectory } from "../tenancy/directory.ts";
import { openTenant } from "../tenancy/open-tenant.ts";
import { logDryRuns } from "./dry-runs.ts";
import { beginAnew, LookedAfter } from "./looked-after.ts";
import { createObjectLoom, type ObjectLoom } from "./loom.ts";
import { createRest } from "./rest.ts";
import { createTenantEvents, type TenantEvents } from "./tenant-events.ts";

const CONFIG_KEPT_MS = 5 * 60_000;

/**
 * One tenant: its configuration, and the counts of its limits.
 *
 * Counts of a minute live in memory, because a durable write would put a commit on every request; they are kept when the
 * object falls quiet, since Cloudflare may then put it out of memory, and lost in a crash or a deploy. Longer windows are
 * kept at one row written for each admission. The configuration is a cache of D1 and is read again. Nothing is stored
 * before a tenant is known, so a name that is no tenant's leaves nothing behind.
 */
export class TenantDO extends LookedAfter {
  #reading: Promise<TenantConfig | undefined> | undefined;
  #readAt = 0;
  /** Begins the ids of receipts and grants, so that those of another life are known to be. */
  #life = crypto.randomUUID();
  #counters: Counters = this.#newCounters();
  readonly #rest = createRest(this.ctx, () => this.#counters.rest(Date.now()));
  protected override loom = this.#newLoom();
  #events = this.#newEvents();
  #grantor: Grantor | undefined;

  /** Counts one request, or refuses it and counts nothing. One call gives all that serving the request needs. */
  // #region check
  async checkTenantRateLimit({ category, claims = [], lease }: TenantAsk): Promise<TenantCheck> {
    const tenant = await this.#readConfig();
    const now = Date.now();
    if (!isAlive(tenant, now)) return { kind: "unknown" };

    // No await from here on: simultaneous requests are decided one after the other.
    this.loom.alarms.watch();
    this.#rest.stir();
    const own: Claim = { policy: tenantPolicy(tenant.tier, category), key: "" };
    const grant = lease && this.#grant(own, lease, now);
    // A lease is refused when the window is full; then the check says so too, and tells where the client stands.
    if (grant?.kind === "granted") return { kind: "leased", tenant, policy: own.policy, grant };
    const verdict = this.#counters.check([own, ...claims], now);
    logDryRuns(verdict, this.#counters, { tenant: this.#subdomain() });
    if (!grant) return { kind: "counted", tenant, verdict };
    return { kind: "counted", tenant, verdict: notBefore(verdict, grant.retryAt), isRush: grant.isRush };
  }
  // #endregion check

  /** Gives back what a request took that was refused further in. */
  refundTenantRateLimit(receipt: Receipt): void {
    this.loom.alarms.watch();
    this.#rest.stir();
    this.#counters.refund(receipt, Date.now());
  }

  /** Takes back what an isolate has left of its leases: what is told twice of a grant counts once. */
  async takeBackLease(back: GrantRequest["back"]): Promise<void> {
    const tenant = this.#grantor && (await this.#readConfig());
    const now = Date.now();
    if (!isAlive(tenant, now)) return;
    this.loom.alarms.watch();
    this.#rest.stir();
    const window = this.#counters.leasedWindowOf(requestsOf(tenant), now);
    if (window) this.#grantor?.takeBack(window, back, now);
  }

  /** Reads every limit and counts nothing. */
  async getRateLimitState(): Promise<TenantLimitState> {
    this.loom.alarms.watch();
    const tenant = await this.#readConfig();
    const now = Date.now();
    if (!isAlive(tenant, now)) return { kind: "unknown" };

    const claims = CATEGORIES.map((category) => ({ policy: tenantPolicy(tenant.tier, category), key: "" }));
    const categories = Object.fromEntries(
      this.#counters.read(claims, now).map(({ policy, ...reading }) => {
        const { name, limit, windowMs } = policy;
        return [name, { limit, windowSeconds: windowMs / 1000, ...reading }];
      }),
    ) as TenantLimits["categories"];
    const { subdomain, tier, version } = tenant;
    return { kind: "known", tenant, limits: { tenant: subdomain, tier, version, at: now, categories } };
  }

  async getConfig(): Promise<TenantConfig | undefined> {
    this.loom.alarms.watch();
    return await this.#readConfig();
  }

  /** Writes the change to D1 if nobody else has changed the tenant since, and is seen by the next request. */
  async updateConfig(change: TenantChange): Promise<TenantChanged> {
    this.loom.alarms.watch();
    try {
      const tenant = await this.#readConfig();
      return tenant ? await changeTenant(openTenant(this.env, tenant.id).db, change) : { kind: "unknown" };
    } finally {
      // A write whose answer is lost may still have been made.
      this.invalidateConfig();
    }
  }

  /** Forgets the cached configuration, so that a change made in D1 by others is seen by the next request. */
  invalidateConfig(): void {
    this.loom.alarms.watch();
    this.#reading = undefined;
  }

  /** Counts what has happened on the blog. False for no tenant, and when too much is waiting to be counted. */
  async recordEvent(event: BlogEvent): Promise<boolean> {
    this.loom.alarms.watch();
    const [isRecorded = false] = await this.recordEvents([event]);
    return isRecorded;
  }

  /** The same for many, of each in its place. */
  async recordEvents(events: readonly BlogEvent[]): Promise<boolean[]> {
    const tenant = await this.#readConfig();
    if (!isAlive(tenant, Date.now())) return events.map(() => false);
    this.loom.alarms.watch();
    return await Promise.all(events.map(async (event) => await this.#events.record(event)));
  }

  /** Carries what was recorded to the statistics of its day; the alarm does so within a minute. */
  async flushAnalytics(): Promise<Flushed> {
    this.loom.alarms.watch();
    return await this.#events.flush();
  }

  override async alarm(): Promise<void> {
    await this.loom.alarms.fire();
  }

  /** Deletes all that is kept of the tenant. */
  async forget(): Promise<void> {
    await beginAnew(this.ctx, this.loom, () => {
      this.#life = crypto.randomUUID();
      this.#grantor = undefined;
      this.#counters = this.#newCounters();
      this.loom = this.#newLoom();
      this.#events = this.#newEvents();
      this.invalidateConfig();
    });
  }

  #newCounters(): Counters {
    return createCounters({ id: this.#life, store: createSqlWindowStore(this.ctx.storage.sql) });
  }

  /**
   * Simultaneous requests share one read of D1. Neither a failure nor an unknown tenant is remembered. After five minutes
   * it is read again, so that a change nobody has told of is seen; no alarm does so, because it would wake who sleeps.
   */
  async #readConfig(): Promise<TenantConfig | undefined> {
    const now = Date.now();
    if (now - this.#readAt >= CONFIG_KEPT_MS) this.invalidateConfig();
    if (!this.#reading) this.#readAt = now;
    const reading = (this.#reading ??= findTenant(openDirectory(this.env), this.#subdomain()));
    let tenant: TenantConfig | undefined;
    try {
      tenant = await reading;
    } finally {
      if (!tenant && this.#reading === reading) this.#reading = undefined;
    }
    return tenant;
  }

  #newLoom(): ObjectLoom {
    return createObjectLoom(this.ctx, { letters: lettersPath({ kind: "blog" }) });
  }

  #newEvents(): TenantEvents {
    return createTenantEvents(this.ctx, {
      loom: this.loom,
      analytics: async (day) => {
        const tenant = await this.#readConfig();
        if (tenant) return openTenant(this.env, tenant.id).analytics(day);
        throw new Error(`Cannot count events of ${this.#subdomain()}: there is no such tenant any more`);
      },
    });
  }

  #grant(claim: Claim, request: GrantRequest, now: number): GrantAnswer | undefined {
    const window = this.#counters.leasedWindowOf(claim, now);
    if (!window) return undefined;
    const { leaseMs } = claim.policy;
    if (leaseMs !== undefined) {
      this.#grantor ??= createGrantor({ id: this.#life, leaseMs });
      return this.#grantor.grant(window, request, now);
    }
    // The plan has lost its leases, and what was granted before comes back.
    this.#grantor?.takeBack(window, request.back, now);
    return undefined;
  }

  #subdomain(): string {
    return subdomainOf(this.ctx.id.name);
  }
}

/** An isolate that wanted a lease comes again when there is room for so many that it is worth the call. */
function notBefore(verdict: Verdict, retryAt: number): Verdict {
  return verdict.kind === "refused" ? { ...verdict, retryAt: Math.max(verdict.retryAt, retryAt) } : verdict;
}

/** What leases are granted of. */
function requestsOf({ tier }: TenantConfig): Claim {
  return { policy: tenantPolicy(tier, "requests"), key: "" };
}

/** A sandbox past its time is no tenant any more, whether or not it has been swept. */
function isAlive(tenant: TenantConfig | undefined, now: number): tenant is TenantConfig {
  return tenant !== undefined && now < (tenant.expiresAt ?? Infinity);
}
