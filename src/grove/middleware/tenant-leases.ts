import { type Ask, createHolder, type Holder, type Policy, type Standing } from "#implementations/threshold";
import type { TenantConfig } from "../contracts/tenant.ts";
import type { TenantCheck } from "../objects/tenant-do.ts";

/** What a leased request is served with: as the object told it, at most a lease ago. */
export interface LeasedAnswer {
  readonly tenant: TenantConfig;
  readonly standings: readonly Standing[];
}

interface TenantLease {
  readonly holder: Holder;
  tenant: TenantConfig;
  policy: Policy;
}

/** How many tenants' leases are held. The one renewed longest ago is let go; its tokens leave the window unspent. */
const MOST_TENANTS = 1_000;

const held = new Map<string, TenantLease>();

/** Pays for a request with a token that this isolate holds, if it does. */
function take(subdomain: string, now: number): LeasedAnswer | undefined {
  const lease = held.get(subdomain);
  if (!lease || lease.holder.take(now).kind !== "spent") return undefined;
  if (now < (lease.tenant.expiresAt ?? Infinity)) return answerOf(lease, now);
  held.delete(subdomain);
  return undefined;
}

/** What to ask the object for, where this tenant's plan is known to be leased. */
function ask(subdomain: string, now: number): Ask | undefined {
  return held.get(subdomain)?.holder.ask(now);
}

function askAhead(subdomain: string, now: number): Ask | undefined {
  return held.get(subdomain)?.holder.askAhead(now);
}

/** Takes the object's answer to an ask; `isAhead` where no request waits for a token of it. */
function receive(
  subdomain: string,
  asked: Ask,
  { check, isAhead, now }: { readonly check: TenantCheck; readonly isAhead: boolean; readonly now: number },
): LeasedAnswer | undefined {
  const lease = held.get(subdomain);
  if (!lease) return undefined;
  if (check.kind === "leased") {
    Object.assign(lease, { tenant: check.tenant, policy: check.policy });
    lease.holder[isAhead ? "keep" : "spend"](asked, check.grant, now);
    return answerOf(lease, now);
  }
  const isFull = check.kind === "counted" && check.verdict.kind === "refused";
  if (isFull) {
    const { now: at, retryAt } = check.verdict;
    lease.holder.keep(asked, { kind: "refused", at, retryAt }, now);
  } else {
    held.delete(subdomain); // No tenant any more, or one whose plan has no leases.
  }
  return undefined;
}

function failed(subdomain: string, asked: Ask): void {
  held.get(subdomain)?.holder.failed(asked);
}

/** Begins to hold leases of a tenant whose plan has them. */
function open(subdomain: string, tenant: TenantConfig, policy: Policy): void {
  const { leaseMs } = policy;
  if (leaseMs === undefined || held.has(subdomain)) return;
  held.set(subdomain, { holder: createHolder({ leaseMs }), tenant, policy });
  const [oldest] = held.keys();
  if (oldest !== undefined && held.size > MOST_TENANTS) held.delete(oldest);
}

function answerOf({ holder, tenant, policy }: TenantLease, now: number): LeasedAnswer {
  const { remaining = policy.limit, nextAt } = holder.standing(now) ?? {};
  return { tenant, standings: [{ policy, used: policy.limit - remaining, remaining, nextAt }] };
}

/** The leases that this isolate holds, by tenant. They are plain data, so requests may share them. */
export const leases = { take, ask, askAhead, receive, failed, open };
