import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../../../src/grove/context.ts";
import type { SessionName } from "../../../src/grove/contracts/sealed-session.ts";
import type { SessionCheck } from "../../../src/grove/contracts/session.ts";
import type { TenantConfig } from "../../../src/grove/contracts/tenant.ts";
import { unexpected } from "../../../src/grove/middleware/errors.ts";
import { routingPath } from "../../../src/grove/middleware/host.ts";
import { limitBody } from "../../../src/grove/middleware/limit-body.ts";
import { refuseBadPaths } from "../../../src/grove/middleware/refuse-bad-paths.ts";
import { requestId } from "../../../src/grove/middleware/request-id.ts";
import { sealedSession } from "../../../src/grove/middleware/session-cookie.ts";
import { securityHeaders } from "../../../src/grove/middleware/security-headers.ts";
import { blog } from "../../../src/grove/routes/blog.ts";
import { sessionObject } from "../../../src/grove/session-object.ts";
import { findTenant } from "../../../src/grove/storage/tenants.ts";
import { openDirectory } from "../../../src/grove/tenancy/directory.ts";
import { openTenant } from "../../../src/grove/tenancy/open-tenant.ts";

// A blog as src/grove/app.ts serves it, its limits left out. The tenant is read once and then known: whatever Grove's
// layers cost to find out whose request it is, they are charged for. A session is validated as Grove does it, by a call to
// its user's object.

const known = new Map<string, TenantConfig>();

const tenant = new Hono<GroveEnv>();
tenant.use(
  createMiddleware<GroveEnv>(async (c, next) => {
    const subdomain = c.req.param("subdomain") ?? "";
    const found = known.get(subdomain) ?? (await findTenant(openDirectory(c.env), subdomain));
    if (!found) return c.text("Nobody has this name.", 404);
    known.set(subdomain, found);
    c.set("tenant", found);
    c.set("data", openTenant(c.env, found.id));
    await next();
    return undefined;
  }),
);
tenant.use(
  createMiddleware<GroveEnv>(async (c, next) => {
    const named = await sealedSession(c);
    const check = named && (await validate(c, named));
    // Grove serves who sends a cookie that is none as it serves anybody: that would be another measurement.
    const isPretence = c.req.header("cookie") !== undefined && check?.kind !== "valid";
    return isPretence ? c.text("This session does not hold.", 401) : await next();
  }),
);
tenant.route("/", blog);

async function validate(c: Context<GroveEnv>, { userId, sessionId }: SessionName): Promise<SessionCheck> {
  return await sessionObject(c.env, userId).validateSession(sessionId, [], c.var.tenant.subdomain);
}

const app = new Hono<GroveEnv>({
  getPath: (request, options) => routingPath(request, options?.env?.BASE_DOMAIN ?? ""),
});
app.use(requestId(), securityHeaders(), refuseBadPaths(), limitBody());
app.route("/tenant/:subdomain", tenant);
app.onError(unexpected);

export default { fetch: app.fetch };
