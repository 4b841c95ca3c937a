import { ANYBODY } from "#implementations/prism";
import { categorize, type Claim, type FailMode, type Standing } from "#implementations/threshold";
import type { Context, Next } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { routeLimitOf } from "../contracts/policies.ts";
import type { SessionCheck } from "../contracts/session.ts";
import type { AddressCeiling } from "./address-ceiling.ts";
import { openTenant } from "../tenancy/open-tenant.ts";
import { answerRefusal, answerSession } from "./answer-refusal.ts";
import { unavailable } from "./errors.ts";
import { createStrangers } from "./strangers.ts";
import {
  askTenantLayer,
  recallRefusal,
  refundTenant,
  type TenantAnswer,
  type TenantRequest,
} from "./tenant-layer.ts";
import type { TenantRefusal } from "./tenant-leases.ts";
import { tell } from "./threshold.ts";
import { checkSession, type NamedSession, refundSession } from "./user-layer.ts";

export interface LimitTenantOptions {
  readonly subdomainOf: (c: Context<GroveEnv>) => string;
  /** Charged with the requests that turn out to be for nobody. */
  readonly strangers: AddressCeiling;
  /** The session that a request names, if it names one. */
  readonly sessionOf?: (c: Context<GroveEnv>) => NamedSession | undefined | Promise<NamedSession | undefined>;
  /** For requests that are worth nothing uncounted: "closed". By their category unless told otherwise. */
  readonly whenDown?: FailMode;
}

type Valid = Extract<SessionCheck, { kind: "valid" }>;
type Allowed = Extract<TenantAnswer, { kind: "allowed" }>;

interface Limited {
  readonly request: TenantRequest;
  readonly userClaims: readonly Claim[];
}

/**
 * Counts the request against its user and its tenant, and answers for it if it may not pass. The user's object is asked
 * first, since it must be asked for the session anyway; what it counted is refunded if the tenant then refuses.
 */
export function limitTenant(options: LimitTenantOptions) {
  const { sessionOf } = options;
  const strangers = createStrangers(options.strangers);

  return createMiddleware<GroveEnv>(async (c, next) => {
    const limited = limitedBy(c, options);
    const { request } = limited;
    const { subdomain } = request;
    const stranger = await strangers.meet(c, subdomain);
    if (stranger) return stranger;

    const named = await sessionOf?.(c);
    const user = named && (await admitUser(c, named, limited));
    if (user instanceof Response) return user;

    const refundUser = async () => named && user && (await refundSession(c, named, user.verdict.receipt));
    const answer = await askTenantLayer(c, request);
    if (answer.kind === "allowed") {
      strangers.befriend(subdomain);
      await serve(c, next, { request, answer, user });
      if (!c.var.isDenied) return undefined;
      await Promise.all([refundTenant(c, request, answer), refundUser()]);
      return undefined;
    }

    await refundUser();
    if (answer.kind === "unknown") return await strangers.refuse(c, subdomain);
    if (answer.kind === "down") return await unavailable(c);
    return await answerTenantRefusal(c, answer);
  });

  /** The user whose session the request came with, if it still holds, or the answer that the request does not pass. */
  async function admitUser(
    c: Context<GroveEnv>,
    named: NamedSession,
    { request, userClaims }: Limited,
  ): Promise<Valid | Response | undefined> {
    // What the tenant refuses anyway shall cost the user nothing, and no call.
    const refused = recallRefusal(request, Date.now());
    if (refused) return await answerTenantRefusal(c, refused);

    const check = await checkSession(c, named, {
      claims: userClaims,
      subdomain: request.subdomain,
    });
    if (check.kind === "valid") return check;
    if (check.kind === "invalid" && named.via === "cookie") return undefined;
    if (check.kind === "down") return await unavailable(c);
    // A made-up session may have come with a made-up name, and has had an object asked about it.
    const whose = check.kind === "invalid" && (await strangers.recognize(c, request.subdomain));
    if (whose === "down") return await unavailable(c);
    if (whose === "nobodys") return await strangers.refuse(c, request.subdomain);
    // A session that does not hold is no denial: an object has been asked, and is asked again each time.
    if (check.kind !== "invalid") c.set("isDenied", true);
    return await answerSession(c, check);
  }
}

/** What counts a request, and against whom. */
function limitedBy(c: Context<GroveEnv>, { subdomainOf, whenDown }: LimitTenantOptions): Limited {
  const { pathname } = new URL(c.req.url);
  const route = routeLimitOf(c.req.method, c.req.path);
  const category = categorize(c.req.method, pathname);
  const claims = claimOf(route?.perTenant);
  return {
    request: { subdomain: subdomainOf(c), category, claims, whenDown },
    userClaims: claimOf(route?.perUser),
  };
}

async function answerTenantRefusal(
  c: Context<GroveEnv>,
  { tenant, refusal }: TenantRefusal,
): Promise<Response> {
  c.set("isDenied", true);
  return await answerRefusal(c, refusal, tenant.displayName);
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

async function serve(c: Context<GroveEnv>, next: Next, { request, answer, user }: Admitted): Promise<void> {
  const { tenant, standings, now } = answer;
  c.set("tenant", tenant);
  c.set("data", openTenant(c.env, tenant.id));
  c.set("counted", countedOf(request, standings));
  if (user) c.set("user", userOf(user, tenant.id));
  await next();
  c.res = tell(c.res, { now, standings: [...standings, ...(user?.verdict.standings ?? [])] });
  if (user?.isWarned) c.res.headers.set("X-RateLimit-Warning", "true");
}

/** A role counts only in the tenant that it is of: the name may since have become another's. */
function userOf(
  { userId: id, isShadowed, membership }: Valid,
  tenantId: string,
): NonNullable<GroveEnv["Variables"]["user"]> {
  const isMember = membership?.tenantId === tenantId;
  return { id, isShadowed, standing: isMember ? membership.role : ANYBODY };
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
