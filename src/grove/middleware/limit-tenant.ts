import { categorize, type Standing } from "#implementations/threshold";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { routeLimitOf } from "../contracts/policies.ts";
import type { CountedRequest } from "../contracts/sandbox.ts";
import type { SessionCheck } from "../contracts/session.ts";
import type { AddressCeiling } from "./address-ceiling.ts";
import { answerBarred, answerRefusal } from "./answer-refusal.ts";
import { problem } from "./errors.ts";
import { recentNames } from "./recent-names.ts";
import { answerHere, askObject, type TenantAnswer, type TenantRequest } from "./tenant-layer.ts";
import { tell } from "./threshold.ts";
import { checkSession, type NamedSession, refundSession } from "./user-layer.ts";

/** Not asked of their objects again. A blog made meanwhile opens when the name is forgotten, at the latest. */
const nobodys = recentNames({ most: 5_000, forMs: 30_000 });
/** Open to an address that has asked for too many names that are nobody's, since others may share it. */
const somebodys = recentNames({ most: 5_000, forMs: 10 * 60_000 });

export interface LimitTenantOptions {
  readonly subdomainOf: (c: Context<GroveEnv>) => string;
  /** Charged with the requests that turn out to be for nobody. */
  readonly strangers: AddressCeiling;
  /** The session that a request names, if it names one. */
  readonly sessionOf?: (c: Context<GroveEnv>) => NamedSession | undefined;
}

/**
 * Counts the request against its user and its tenant, and answers for it if it may not pass. The user's object is asked
 * first, since it must be asked for the session anyway; what it counted is refunded if the tenant then refuses.
 */
export function limitTenant({ subdomainOf, strangers, sessionOf = () => undefined }: LimitTenantOptions) {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const { pathname } = new URL(c.req.url);
    const route = routeLimitOf(c.req.method, pathname);
    const request: TenantRequest = {
      subdomain: subdomainOf(c),
      category: categorize(c.req.method, pathname),
      claims: route?.perTenant ? [{ policy: route.perTenant, key: "" }] : [],
    };
    const stranger = await meet(c, request.subdomain, strangers);
    if (stranger) return stranger;

    const named = sessionOf(c);
    const user =
      named && (await checkSession(c, named, route?.perUser ? [{ policy: route.perUser, key: "" }] : []));
    if (user && user.kind !== "valid") return await refuseUser(c, user);

    const answer = answerHere(c, request, Date.now()) ?? (await askObject(c, request));
    if (answer.kind !== "allowed") {
      if (named && user) await refundSession(c, named, user.verdict.receipt);
      return await refuseTenant(c, { request, answer, strangers });
    }
    somebodys.add(request.subdomain, Date.now());

    const { tenant, standings, now } = answer;
    c.set("tenant", tenant);
    const counted = countedOf(request, standings);
    if (counted) c.set("counted", counted);
    if (user) c.set("user", { id: user.userId, isShadowed: user.isShadowed });
    await next();
    c.res = tell(c.res, { now, standings: [...standings, ...(user?.verdict.standings ?? [])] });
    if (user?.isWarned) c.res.headers.set("X-RateLimit-Warning", "true");
    return undefined;
  });
}

/** Refuses a name that was just nobody's, and an address that has asked for too many of those. */
async function meet(
  c: Context<GroveEnv>,
  subdomain: string,
  strangers: AddressCeiling,
): Promise<Response | undefined> {
  const now = Date.now();
  if (nobodys.has(subdomain, now)) return await refuseStranger(c, subdomain, strangers);
  if (somebodys.has(subdomain, now)) return undefined;
  const refusal = strangers.refusal(strangers.claimsOf(c));
  return refusal && tell(await strangers.refuse(c, refusal), refusal);
}

async function refuseStranger(
  c: Context<GroveEnv>,
  subdomain: string,
  strangers: AddressCeiling,
): Promise<Response> {
  const charge = strangers.check(strangers.claimsOf(c));
  if (charge.kind === "refused") return tell(await strangers.refuse(c, charge), charge);
  return await problem(c, "unknown-tenant", { detail: `Nobody here has a blog called “${subdomain}”.` });
}

async function refuseUser(
  c: Context<GroveEnv>,
  check: Exclude<SessionCheck, { kind: "valid" }>,
): Promise<Response> {
  if (check.kind === "barred") return await answerBarred(c, check);
  if (check.kind === "refused") {
    const answer = await answerRefusal(c, check.verdict, "You");
    answer.headers.set("X-RateLimit-Warning", "true");
    return answer;
  }
  return await problem(c, "sign-in-needed", {
    detail: "This session has ended, or never was. Sign in again.",
    headers: { "WWW-Authenticate": "Bearer" },
  });
}

interface RefusedByTenant {
  readonly request: TenantRequest;
  readonly answer: Exclude<TenantAnswer, { kind: "allowed" }>;
  readonly strangers: AddressCeiling;
}

async function refuseTenant(
  c: Context<GroveEnv>,
  { request, answer, strangers }: RefusedByTenant,
): Promise<Response> {
  const { subdomain } = request;
  if (answer.kind === "refused") return await answerRefusal(c, answer.refusal, answer.tenant.displayName);
  nobodys.add(subdomain, Date.now());
  return await refuseStranger(c, subdomain, strangers);
}

/** How the first of the limits stands, which is the category's. */
function countedOf({ category }: TenantRequest, [own]: readonly Standing[]): CountedRequest | undefined {
  if (!own) return undefined;
  const { policy, used, remaining } = own;
  return { category, used, remaining, limit: policy.limit, windowSeconds: policy.windowMs / 1000 };
}
