import {
  type Ask,
  type Category,
  type Claim,
  createRefusals,
  type Standing,
} from "#implementations/threshold";
import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import type { TenantConfig } from "../contracts/tenant.ts";
import type { TenantCheck } from "../objects/tenant-do.ts";
import { whenDown } from "../contracts/policies.ts";
import { findTenant } from "../storage/tenants.ts";
import { askTenant } from "../tenant-object.ts";
import { askObjectWithin } from "./ask-within.ts";
import { later } from "./later.ts";
import { leases } from "./tenant-leases.ts";
import type { Refusal } from "./threshold.ts";

/** A request as the limits of a tenant see it. */
export interface TenantRequest {
  readonly subdomain: string;
  readonly category: Category;
  /** The limits of its route, which live in the tenant's object too. */
  readonly claims: readonly Claim[];
}

export type TenantAnswer =
  | { readonly kind: "unknown" }
  /** The limits cannot be checked, and a request like this must be. */
  | { readonly kind: "down" }
  | { readonly kind: "refused"; readonly tenant: TenantConfig; readonly refusal: Refusal }
  | {
      readonly kind: "allowed";
      readonly tenant: TenantConfig;
      readonly standings: readonly Standing[];
      readonly now: number;
    };

interface Refused {
  readonly tenant: TenantConfig;
  readonly refusal: Refusal;
}

const refusals = createRefusals<Refused>({ most: 5_000 });

/** Answers from what this isolate holds, if it can, and asks the tenant's object if not. */
export async function askTenantLayer(c: Context<GroveEnv>, request: TenantRequest): Promise<TenantAnswer> {
  const here = answerHere(c, request, Date.now());
  if (here) return here;
  const mode = whenDown(request.category);
  const asked = await askObjectWithin(() => askObject(c, request), mode);
  if (asked.kind === "answered") return asked.answer;

  const { why } = asked;
  const { subdomain } = request;
  console.warn(JSON.stringify({ level: "warn", event: "limits not checked", subdomain, mode, why }));
  return mode === "closed" ? { kind: "down" } : await letPass(c, subdomain);
}

/** Who is served without being counted is still read from the database: an outage opens no blog that is nobody's. */
async function letPass(c: Context<GroveEnv>, subdomain: string): Promise<TenantAnswer> {
  const now = Date.now();
  const tenant = await findTenant(c.env.DB, subdomain);
  if (!tenant || now >= (tenant.expiresAt ?? Infinity)) return { kind: "unknown" };
  return { kind: "allowed", tenant, standings: [], now };
}

/** What this isolate can answer by itself: a token of a lease, or a refusal that it remembers. */
function answerHere(c: Context<GroveEnv>, request: TenantRequest, now: number): TenantAnswer | undefined {
  const leased = isLeasable(request) ? leases.take(request.subdomain, now) : undefined;
  if (leased) {
    const ahead = leases.askAhead(request.subdomain, now);
    if (ahead) later(c, renew(c, request, ahead));
    return { kind: "allowed", ...leased, now };
  }
  for (const key of keysOf(request)) {
    const refused = refusals.find(key, now);
    if (refused) return { kind: "refused", ...refused, refusal: { ...refused.refusal, now } };
  }
  return undefined;
}

/** Asks the tenant's object, in one call, for all that the request needs. */
async function askObject(c: Context<GroveEnv>, request: TenantRequest): Promise<TenantAnswer> {
  const { subdomain } = request;
  const ask = isLeasable(request) ? leases.ask(subdomain, Date.now()) : undefined;
  const check = await call(c, request, ask);
  const now = Date.now();
  // Whatever the object says, another request's answer may have brought a token meanwhile.
  const leased = ask && leases.spend(subdomain, ask, { check, now });
  if (leased) return { kind: "allowed", ...leased, now };
  if (check.kind === "unknown") return check;
  if (check.kind === "leased") return { kind: "allowed", tenant: check.tenant, standings: [], now };

  const { tenant, verdict } = check;
  if (verdict.kind === "refused") {
    remember(request, { tenant, refusal: verdict });
    return { kind: "refused", tenant, refusal: verdict };
  }
  const [own] = verdict.standings;
  if (own) leases.open(subdomain, tenant, own.policy);
  return { kind: "allowed", tenant, standings: verdict.standings, now: verdict.now };
}

/** Fetches the next lease before the last is over, so that no request waits for it. */
async function renew(c: Context<GroveEnv>, request: TenantRequest, ask: Ask): Promise<void> {
  try {
    const check = await call(c, request, ask);
    leases.keep(request.subdomain, ask, { check, now: Date.now() });
  } catch {
    // The next request that is short of a token asks for itself, and meets the same failure if it lasts.
  }
}

async function call(
  c: Context<GroveEnv>,
  request: TenantRequest,
  ask: Ask | undefined,
): Promise<TenantCheck> {
  const { subdomain, category, claims } = request;
  const lease = ask && { lease: ask.request };
  try {
    return await askTenant(
      { env: c.env, subdomain },
      async (object) => await object.checkTenantRateLimit({ category, claims: [...claims], ...lease }),
    );
  } catch (error) {
    if (ask) leases.failed(subdomain, ask);
    throw error;
  }
}

/** What a lease can pay for: a request that counts against nothing else. */
function isLeasable({ category, claims }: TenantRequest): boolean {
  return category === "requests" && claims.length === 0;
}

/** Each limit that is reached is remembered until it has room again, for other requests may meet only one of them. */
function remember(request: TenantRequest, refused: Refused): void {
  const { violated, standings, now } = refused.refusal;
  const keys = keysOf(request);
  standings.forEach(({ policy, nextAt = Infinity }, i) => {
    const key = keys[i];
    if (key !== undefined && violated.includes(policy.name))
      refusals.remember(key, refused, { now, until: nextAt });
  });
}

/** In the order of the standings: the category's own limit, then those of the route. */
function keysOf({ subdomain, category, claims }: TenantRequest): string[] {
  return [
    `${subdomain} ${category}`,
    ...claims.map(({ policy, key }) => `${subdomain} ${policy.name} ${key}`),
  ];
}
