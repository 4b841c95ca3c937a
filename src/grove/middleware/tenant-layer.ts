import {
  type Asked,
  type Category,
  type Claim,
  createRefusals,
  type FailMode,
  type Receipt,
  type Standing,
  type Token,
} from "#implementations/threshold";
import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import type { TenantConfig } from "../contracts/tenant.ts";
import type { TenantCheck } from "../contracts/tenant-check.ts";
import { whenDown } from "../contracts/policies.ts";
import { findTenant } from "../storage/tenants.ts";
import { openDirectory } from "../tenancy/directory.ts";
import { askTenant, tenantObject } from "../tenancy/tenant-object.ts";
import { askObjectWithin, refundOnce } from "./ask-within.ts";
import { bringBackLater } from "./bring-back.ts";
import { later } from "./later.ts";
import { byOwnClock } from "./own-clock.ts";
import { type LeaseAsk, leases, type TenantRefusal } from "./tenant-leases.ts";

/** A request as the limits of a tenant see it. */
export interface TenantRequest {
  readonly subdomain: string;
  readonly category: Category;
  /** The limits of its route, which live in the tenant's object too. */
  readonly claims: readonly Claim[];
  /** What becomes of it while its limits cannot be checked. By its category unless told otherwise. */
  readonly whenDown?: FailMode | undefined;
}

export type TenantAnswer =
  | { readonly kind: "unknown" }
  /** The limits cannot be checked, and a request like this must be. */
  | { readonly kind: "down" }
  | ({ readonly kind: "refused" } & TenantRefusal)
  | {
      readonly kind: "allowed";
      readonly tenant: TenantConfig;
      readonly standings: readonly Standing[];
      readonly now: number;
      /** What the tenant's object counted, where it was asked for just this request. */
      readonly receipt?: Receipt;
      /** What it was paid with, where it was leased. */
      readonly token?: Token;
    };

const refusals = createRefusals<TenantRefusal>({ most: 5_000 });

/** Answers from what this isolate holds, if it can, and asks the tenant's object if not. */
export async function askTenantLayer(c: Context<GroveEnv>, request: TenantRequest): Promise<TenantAnswer> {
  const here = answerHere(c, request, Date.now());
  if (here) return here;
  const mode = request.whenDown ?? whenDown(request.category);
  const asked = await askObjectWithin(() => askObject(c, request), mode);
  if (asked.kind === "answered") return asked.answer;

  const { why } = asked;
  const { subdomain } = request;
  console.warn(JSON.stringify({ level: "warn", event: "limits not checked", subdomain, mode, why }));
  return mode === "closed" ? { kind: "down" } : await letPass(c, subdomain);
}

/** Who is served without being counted is still read from the database: an outage opens no blog that is nobody's. */
async function letPass(c: Context<GroveEnv>, subdomain: string): Promise<TenantAnswer> {
  const read = await readTenant(c, subdomain);
  if (read.kind === "failed") return { kind: "down" };
  const tenant = read.answer;
  return tenant ? { kind: "allowed", tenant, standings: [], now: Date.now() } : { kind: "unknown" };
}

/** The tenant as the database has it, for when its object is not to be asked; nothing for a name that is nobody's. */
export async function readTenant(
  c: Context<GroveEnv>,
  subdomain: string,
): Promise<Asked<TenantConfig | undefined>> {
  const asked = await askObjectWithin(async () => {
    const tenant = await findTenant(openDirectory(c.env), subdomain);
    return tenant && Date.now() < (tenant.expiresAt ?? Infinity) ? tenant : undefined;
  }, "closed");
  if (asked.kind === "failed") {
    console.warn(JSON.stringify({ level: "warn", event: "tenant not read", subdomain, why: asked.why }));
  }
  return asked;
}

/** The refusal that this isolate remembers of a request like this one, told at this moment. Spends nothing. */
export function recallRefusal(request: TenantRequest, now: number): TenantRefusal | undefined {
  const leased = isLeasable(request) ? leases.recall(request.subdomain, now) : undefined;
  if (leased) return leased;
  const refused = refusals.find(keyOf(request), now);
  return refused && { ...refused, refusal: { ...refused.refusal, now } };
}

/** What this isolate can answer by itself: with a token of a lease, or with a refusal that it remembers. */
function answerHere(c: Context<GroveEnv>, request: TenantRequest, now: number): TenantAnswer | undefined {
  const taken = isLeasable(request) ? leases.take(request.subdomain, now) : undefined;
  if (taken?.kind === "refused") return taken;
  if (taken) {
    const ahead = leases.askAhead(request.subdomain, now);
    if (ahead) later(c, renew(c, request, ahead));
    return { ...taken, kind: "allowed", now };
  }
  const refused = recallRefusal(request, now);
  return refused && { kind: "refused", ...refused };
}

/** Asks the tenant's object, in one call, for all that the request needs. */
async function askObject(c: Context<GroveEnv>, request: TenantRequest): Promise<TenantAnswer> {
  const { subdomain } = request;
  const ask = isLeasable(request) ? leases.ask(subdomain, Date.now()) : undefined;
  const check = await call(c, request, ask);
  const now = Date.now();
  // Whatever the object says, another request's answer may have brought a token meanwhile.
  const leased = ask && leases.spend(subdomain, ask, { check, now });
  bringBackLater(c, subdomain, check);
  if (leased) return { kind: "allowed", ...leased, now };
  if (check.kind === "unknown") return check;
  if (check.kind === "leased")
    return { kind: "allowed", tenant: check.tenant, standings: standingsOf(check), now };

  const { tenant, verdict } = check;
  if (verdict.kind === "refused") {
    const refused = { tenant, refusal: byOwnClock(verdict, now) };
    // Who holds leases of the tenant has heard it with the answer.
    if (!ask) remember(request, refused);
    return { kind: "refused", ...refused };
  }
  const [own] = verdict.standings;
  if (own) leases.open(subdomain, tenant, own.policy);
  const { standings, now: decidedAt, receipt } = verdict;
  return { kind: "allowed", tenant, standings, now: decidedAt, receipt };
}

/** Where a tenant stands after a grant whose lease is no longer held here. */
function standingsOf({ policy, grant }: Extract<TenantCheck, { kind: "leased" }>): Standing[] {
  const { remaining, nextAt } = grant;
  return [{ policy, used: policy.limit - remaining, remaining, nextAt }];
}

/** Fetches the next lease before the last is over, so that no request waits for it. */
async function renew(c: Context<GroveEnv>, request: TenantRequest, ask: LeaseAsk): Promise<void> {
  try {
    const check = await call(c, request, ask);
    leases.keep(request.subdomain, ask, { check, now: Date.now() });
    bringBackLater(c, request.subdomain, check);
  } catch {
    // The next request that is short of a token asks for itself, and meets the same failure if it lasts.
  }
}

async function call(
  c: Context<GroveEnv>,
  request: TenantRequest,
  ask: LeaseAsk | undefined,
): Promise<TenantCheck> {
  const { subdomain, category, claims } = request;
  const lease = ask && { lease: ask.ask.request };
  try {
    return await askTenant(
      { env: c.env, subdomain },
      async (object) => await object.checkTenantRateLimit({ category, claims: [...claims], ...lease }),
    );
  } catch (error) {
    if (ask) leases.failed(ask);
    throw error;
  }
}

/** What a lease can pay for: a request that counts against nothing else. */
function isLeasable({ category, claims }: TenantRequest): boolean {
  return category === "requests" && claims.length === 0;
}

/** Gives back what the tenant counted for a request that was refused further in. */
export async function refundTenant(
  c: Context<GroveEnv>,
  { subdomain }: TenantRequest,
  { receipt, token }: Extract<TenantAnswer, { kind: "allowed" }>,
): Promise<void> {
  if (token) leases.putBack(subdomain, token, Date.now());
  if (!receipt) return;
  const refund = async () => await tenantObject(c.env, subdomain).refundTenantRateLimit(receipt);
  await refundOnce(refund, { subdomain });
}

/** Until there is room again, but no longer than the tenant itself lasts. */
function remember(request: TenantRequest, refused: TenantRefusal): void {
  const { retryAt, now } = refused.refusal;
  refusals.remember(keyOf(request), refused, {
    now,
    until: Math.min(retryAt, refused.tenant.expiresAt ?? Infinity),
  });
}

/** All that was asked about: when another request will have room, and what stops it, is for the object to say. */
function keyOf({ subdomain, category, claims }: TenantRequest): string {
  return [subdomain, category, ...claims.flatMap(({ policy, key }) => [policy.name, key])].join("\n");
}
