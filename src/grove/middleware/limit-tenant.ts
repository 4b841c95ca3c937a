import { categorize, rateLimitHeaders, secondsUntil, type Category } from "#implementations/threshold";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { tenantObject } from "../tenant-object.ts";
import { problem } from "./errors.ts";

const IN_WORDS: Record<Category, string> = {
  requests: "requests a minute",
  writes: "writes an hour",
  uploads: "uploads a day",
  ai: "AI requests a day",
};

/** Counts the request against the tenant that `subdomainOf` names, and answers for it if it may not pass. */
export function limitTenant(subdomainOf: (c: Context<GroveEnv>) => string) {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const subdomain = subdomainOf(c);
    const category = categorize(c.req.method, new URL(c.req.url).pathname);
    const check = await tenantObject(c.env, subdomain).checkTenantRateLimit(category);
    if (check.kind === "unknown") {
      return problem(c, "unknown-tenant", { detail: `Nobody here has a blog called “${subdomain}”.` });
    }

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
