import {
  type Ask,
  createHolder,
  type FullWindow,
  type GrantAnswer,
  type Holder,
  type Policy,
  type Standing,
  type Token,
} from "#implementations/threshold";
import type { TenantConfig } from "../contracts/tenant.ts";
import type { TenantCheck } from "../contracts/tenant-check.ts";
import { byOwnClock } from "./own-clock.ts";
import type { Refusal } from "./threshold.ts";

/** What a leased request is served with: as the object told it, at most a lease ago. */
export interface LeasedAnswer {
  readonly tenant: TenantConfig;
  readonly standings: readonly Standing[];
  readonly token: Token;
}

export interface TenantRefusal {
  readonly tenant: TenantConfig;
  readonly refusal: Refusal;
}

/** An ask on its way. Its holder may be let go meanwhile: another takes nothing of what is answered. */
export interface LeaseAsk {
  readonly holder: Holder;
  readonly ask: Ask;
}

interface Answered {
  readonly check: TenantCheck;
  readonly now: number;
}

type Granted = Extract<GrantAnswer, { kind: "granted" }>;

interface TenantLease {
  readonly holder: Holder;
  tenant: TenantConfig;
  policy: Policy;
  /** The latest, by this isolate's clock. */
  refusal: Refusal | undefined;
}

/** How many tenants' leases are held. The one renewed longest ago is let go; its tokens leave the window unspent. */
const MOST_TENANTS = 1_000;

const held = new Map<string, TenantLease>();

/** Answers a request with a token that this isolate holds, or with the refusal that it was told; undefined if it is to ask. */
function take(
  subdomain: string,
  now: number,
): ({ readonly kind: "spent" } & LeasedAnswer) | ({ readonly kind: "refused" } & TenantRefusal) | undefined {
  const lease = find(subdomain, now);
  const taken = lease?.holder.take(now);
  if (!lease || !taken || taken.kind === "short") return undefined;
  if (taken.kind === "spent") return { kind: "spent", ...answerOf(lease, taken.token, now) };
  const refused = refusalOf(lease, taken.retryAt, now);
  return refused && { kind: "refused", ...refused };
}

/** The refusal that a request would be answered with. Takes nothing. */
function recall(subdomain: string, now: number): TenantRefusal | undefined {
  const lease = find(subdomain, now);
  const refused = lease?.holder.refused(now);
  return refused && lease && refusalOf(lease, refused.retryAt, now);
}

/** What to ask the object for, where this tenant's plan is known to be leased. */
function ask(subdomain: string, now: number): LeaseAsk | undefined {
  return askedBy(subdomain, (holder) => holder.ask(now));
}

function askAhead(subdomain: string, now: number): LeaseAsk | undefined {
  return askedBy(subdomain, (holder) => holder.askAhead(now));
}

/** What to give back of leases that are over, where that is worth a call: a lease after the grant of this id. */
function bringBack(subdomain: string, grantId: string, now: number): LeaseAsk | undefined {
  return askedBy(subdomain, (holder) => holder.bringBack(now, grantId));
}

function askedBy(subdomain: string, asking: (holder: Holder) => Ask | undefined): LeaseAsk | undefined {
  const holder = held.get(subdomain)?.holder;
  const asked = holder && asking(holder);
  return asked && { holder, ask: asked };
}

/** Takes the object's answer to an ask that a request waits for, and pays for the request if there is a token. */
function spend(subdomain: string, asked: LeaseAsk, answer: Answered): LeasedAnswer | undefined {
  const { lease, grant } = adopt(subdomain, asked, answer);
  const spent = grant && lease?.holder.spend(asked.ask, grant, answer.now);
  return lease && spent?.kind === "spent" ? answerOf(lease, spent.token, answer.now) : undefined;
}

/** Takes the object's answer to an ask ahead. */
function keep(subdomain: string, asked: LeaseAsk, answer: Answered): void {
  const { lease, grant } = adopt(subdomain, asked, answer);
  if (grant) lease?.holder.keep(asked.ask, grant, answer.now);
}

/** What the object said of the lease; nothing where there is none any more, for want of a tenant or of a plan with leases. */
function adopt(
  subdomain: string,
  { holder }: LeaseAsk,
  { check, now }: Answered,
): { readonly lease?: TenantLease; readonly grant?: GrantAnswer } {
  const lease = held.get(subdomain);
  if (lease?.holder !== holder) return {};
  if (check.kind === "leased") {
    const { tenant, policy, grant } = check;
    Object.assign(lease, { tenant, policy });
    if (grant.full) lease.refusal = byOwnClock(refusalAfter(grant, grant.full, policy), now);
    held.delete(subdomain);
    held.set(subdomain, lease);
    return { lease, grant };
  }
  if (check.kind === "counted" && check.verdict.kind === "refused") {
    const { now: at, retryAt } = check.verdict;
    Object.assign(lease, { tenant: check.tenant, refusal: byOwnClock(check.verdict, now) });
    return { lease, grant: { kind: "refused", at, retryAt, isRush: check.isRush ?? false } };
  }
  held.delete(subdomain);
  return {};
}

/** What who comes after the last of a window is told. */
function refusalAfter({ at, nextAt }: Granted, { retryAt }: FullWindow, policy: Policy): Refusal {
  const standings = [{ policy, used: policy.limit, remaining: 0, nextAt }];
  return { kind: "refused", now: at, retryAt, violated: [policy.name], wouldRefuse: [], standings };
}

function failed({ holder, ask: asked }: LeaseAsk): void {
  holder.failed(asked);
}

/** Takes back the token of a request that was refused further in. */
function putBack(subdomain: string, token: Token, now: number): void {
  held.get(subdomain)?.holder.putBack(token, now);
}

/** Begins to hold leases of a tenant whose plan has them. */
function open(subdomain: string, tenant: TenantConfig, policy: Policy): void {
  const { leaseMs } = policy;
  if (leaseMs === undefined || held.has(subdomain)) return;
  held.set(subdomain, { holder: createHolder({ leaseMs }), tenant, policy, refusal: undefined });
  const [oldest] = held.keys();
  if (oldest !== undefined && held.size > MOST_TENANTS) held.delete(oldest);
}

/** A tenant past its time has no leases. */
function find(subdomain: string, now: number): TenantLease | undefined {
  const lease = held.get(subdomain);
  if (!lease || now < (lease.tenant.expiresAt ?? Infinity)) return lease;
  held.delete(subdomain);
  return undefined;
}

function answerOf({ holder, tenant, policy }: TenantLease, token: Token, now: number): LeasedAnswer {
  const { remaining = policy.limit, nextAt } = holder.standing(now) ?? {};
  return { tenant, standings: [{ policy, used: policy.limit - remaining, remaining, nextAt }], token };
}

function refusalOf(
  { tenant, refusal }: TenantLease,
  retryAt: number,
  now: number,
): TenantRefusal | undefined {
  return refusal && { tenant, refusal: { ...refusal, now, retryAt } };
}

/** The leases that this isolate holds, by tenant. They are plain data, so requests may share them. */
export const leases = { take, recall, ask, askAhead, bringBack, spend, keep, failed, putBack, open };
