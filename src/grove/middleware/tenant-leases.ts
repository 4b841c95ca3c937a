import {
  type Ask,
  createHolder,
  type GrantAnswer,
  type Holder,
  type Policy,
  type Standing,
} from "#implementations/threshold";
import type { TenantConfig } from "../contracts/tenant.ts";
import type { TenantCheck } from "../contracts/tenant-check.ts";

/** What a leased request is served with: as the object told it, at most a lease ago. */
export interface LeasedAnswer {
  readonly tenant: TenantConfig;
  readonly standings: readonly Standing[];
}

interface Answered {
  readonly check: TenantCheck;
  readonly now: number;
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

/** What to give back of leases that are over, where that is worth a call. */
function bringBack(subdomain: string, now: number): Ask | undefined {
  return held.get(subdomain)?.holder.bringBack(now);
}

/** Takes the object's answer to an ask that a request waits for, and pays for the request if there is a token. */
function spend(subdomain: string, asked: Ask, answer: Answered): LeasedAnswer | undefined {
  const lease = held.get(subdomain);
  const grant = lease && adopt(subdomain, lease, answer.check);
  const isSpent = grant && lease.holder.spend(asked, grant, answer.now).kind === "spent";
  return isSpent ? answerOf(lease, answer.now) : undefined;
}

/** Takes the object's answer to an ask ahead. */
function keep(subdomain: string, asked: Ask, answer: Answered): void {
  const lease = held.get(subdomain);
  const grant = lease && adopt(subdomain, lease, answer.check);
  if (grant) lease.holder.keep(asked, grant, answer.now);
}

/** What the object said of the lease; nothing where there is none any more, for want of a tenant or of a plan with leases. */
function adopt(subdomain: string, lease: TenantLease, check: TenantCheck): GrantAnswer | undefined {
  if (check.kind === "leased") {
    Object.assign(lease, { tenant: check.tenant, policy: check.policy });
    held.delete(subdomain);
    held.set(subdomain, lease);
    return check.grant;
  }
  if (check.kind === "counted" && check.verdict.kind === "refused") {
    const { now: at, retryAt } = check.verdict;
    return { kind: "refused", at, retryAt };
  }
  held.delete(subdomain);
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
export const leases = { take, ask, askAhead, bringBack, spend, keep, failed, open };
