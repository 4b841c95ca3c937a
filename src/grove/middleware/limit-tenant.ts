import { categorize, type Claim, type Standing } from "#implementations/threshold";
import type { Context, Next } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { routeLimitOf } from "../contracts/policies.ts";
import type { SessionCheck } from "../contracts/session.ts";
import type { AddressCeiling } from "./address-ceiling.ts";
import { answerRefusal, answerSession } from "./answer-refusal.ts";
import { unavailable } from "./errors.ts";
import { createStrangers } from "./strangers.ts";
import { askTenantLayer, type TenantAnswer, type TenantRequest } from "./tenant-layer.ts";
import { tell } from "./threshold.ts";
import { checkSession, type NamedSession, refundSession } from "./user-layer.ts";

export interface LimitTenantOptions {
  readonly subdomainOf: (c: Context<GroveEnv>) => string;
  /** Charged with the requests that turn out to be for nobody. */
  readonly strangers: AddressCeiling;
  /** The session that a request names, if it names one. */
  readonly sessionOf?: (c: Context<GroveEnv>) => NamedSession | undefined;
}

type Valid = Extract<SessionCheck, { kind: "valid" }>;
type Allowed = Extract<TenantAnswer, { kind: "allowed" }>;

/**
 * Counts the request against its user and its tenant, and answers for it if it may not pass. The user's object is asked
 * first, since it must be asked for the session anyway; what it counted is refunded if the tenant then refuses.
 */
export function limitTenant({ subdomainOf, strangers: ceiling, sessionOf }: LimitTenantOptions) {
  const strangers = createStrangers(ceiling);

  return createMiddleware<GroveEnv>(async (c, next) => {
    const { pathname } = new URL(c.req.url);
    const route = routeLimitOf(c.req.method, pathname);
    const subdomain = subdomainOf(c);
    const stranger = await strangers.meet(c, subdomain);
    if (stranger) return stranger;

    const named = sessionOf?.(c);
    const user = named && (await admitUser(c, named, claimOf(route?.perUser)));
    if (user instanceof Response) return user;

    const category = categorize(c.req.method, pathname);
    const request: TenantRequest = { subdomain, category, claims: claimOf(route?.perTenant) };
    const answer = await askTenantLayer(c, request);
    if (answer.kind === "allowed") {
      strangers.befriend(subdomain);
      return await serve(c, next, { request, answer, user });
    }

    if (named && user) await refundSession(c, named, user.verdict.receipt);
    if (answer.kind === "unknown") return await strangers.refuse(c, subdomain);
    if (answer.kind === "down") return await unavailable(c);
    return await answerRefusal(c, answer.refusal, answer.tenant.displayName);
  });
}

/** The user whose session the request came with, or the answer that it does not pass. */
async function admitUser(
  c: Context<GroveEnv>,
  named: NamedSession,
  claims: readonly Claim[],
): Promise<Valid | Response> {
  const check = await checkSession(c, named, claims);
  if (check.kind === "down") return await unavailable(c);
  return check.kind === "valid" ? check : await answerSession(c, check);
}

/** The whole key is the object that counts: a tenant's own, or a user's. */
function claimOf(policy: Claim["policy"] | undefined): Claim[] {
  return policy ? [{ policy, key: "" }] : [];
}

interface Admitted {
  readonly request: TenantRequest;
  readonly answer: Allowed;
  readonly user: Valid | undefined;
}

async function serve(
  c: Context<GroveEnv>,
  next: Next,
  { request, answer, user }: Admitted,
): Promise<undefined> {
  const { tenant, standings, now } = answer;
  c.set("tenant", tenant);
  c.set("counted", countedOf(request, standings));
  if (user) c.set("user", { id: user.userId, isShadowed: user.isShadowed });
  await next();
  c.res = tell(c.res, { now, standings: [...standings, ...(user?.verdict.standings ?? [])] });
  if (user?.isWarned) c.res.headers.set("X-RateLimit-Warning", "true");
}

/** How the first of the limits stands, which is the category's. */
function countedOf(
  { category }: TenantRequest,
  [own]: readonly Standing[],
): GroveEnv["Variables"]["counted"] {
  if (!own) return undefined;
  const { policy, used, remaining } = own;
  return { category, used, remaining, limit: policy.limit, windowSeconds: policy.windowMs / 1000 };
}
