import { categorize, rateLimitHeaders, secondsUntil, type Category } from "#implementations/threshold";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { askTenant } from "../tenant-object.ts";
import type { AddressCeiling } from "./address-ceiling.ts";
import { problem } from "./errors.ts";
import { recentNames } from "./recent-names.ts";

const IN_WORDS: Record<Category, string> = {
  requests: "requests a minute",
  writes: "writes an hour",
  uploads: "uploads a day",
  ai: "AI requests a day",
};

/** Not asked of their objects again. A blog made meanwhile opens when the name is forgotten, at the latest. */
const nobodys = recentNames({ most: 5_000, forMs: 30_000 });
/** Open to an address that has asked for too many names that are nobody's, since others may share it. */
const somebodys = recentNames({ most: 5_000, forMs: 10 * 60_000 });

export interface LimitTenantOptions {
  readonly subdomainOf: (c: Context<GroveEnv>) => string;
  /** Charged with the requests that turn out to be for nobody. */
  readonly strangers: AddressCeiling;
}

/** Counts the request against the tenant that `subdomainOf` names, and answers for it if it may not pass. */
export function limitTenant({ subdomainOf, strangers }: LimitTenantOptions) {
  async function refuseStranger(c: Context<GroveEnv>, subdomain: string): Promise<Response> {
    const charge = await strangers.charge(c);
    if (charge.kind === "refused") return charge.answer;
    return await problem(c, "unknown-tenant", { detail: `Nobody here has a blog called “${subdomain}”.` });
  }

  return createMiddleware<GroveEnv>(async (c, next) => {
    const subdomain = subdomainOf(c);
    const askedAt = Date.now();
    if (nobodys.has(subdomain, askedAt)) return await refuseStranger(c, subdomain);
    const tooMany = somebodys.has(subdomain, askedAt) ? undefined : await strangers.refusal(c);
    if (tooMany) return tooMany;

    const category = categorize(c.req.method, new URL(c.req.url).pathname);
    const check = await askTenant(
      { env: c.env, subdomain },
      async (object) => await object.checkTenantRateLimit(category),
    );
    if (check.kind === "unknown") {
      nobodys.add(subdomain, askedAt);
      return await refuseStranger(c, subdomain);
    }
    somebodys.add(subdomain, askedAt);

    const { tenant, decision, policy, now } = check;
    const headers = rateLimitHeaders(category, policy, { decision, now });
    if (decision.kind === "refused") {
      const retryAfter = secondsUntil(decision.retryAt, now);
      const allowance = `${tenant.displayName} may have ${policy.limit} ${IN_WORDS[category]}`;
      const isForever = !Number.isFinite(retryAfter);
      return problem(c, "quota-exceeded", {
        detail: isForever
          ? `${allowance}.`
          : `${allowance}, and has had them. Try again in ${inWords(retryAfter)}.`,
        headers,
        members: { "violated-policies": [category], ...(isForever ? {} : { retryAfter }) },
      });
    }

    const { used, remaining } = decision;
    const { limit, windowMs } = policy;
    c.set("tenant", tenant);
    c.set("counted", { category, used, remaining, limit, windowSeconds: windowMs / 1000 });
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    return undefined;
  });
}

function inWords(seconds: number): string {
  const [amount, unit] =
    seconds < 120
      ? [seconds, "second"]
      : seconds < 7_200
        ? [Math.ceil(seconds / 60), "minute"]
        : [Math.ceil(seconds / 3_600), "hour"];
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}
