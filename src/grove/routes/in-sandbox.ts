import type { Context, MiddlewareHandler } from "hono";
import { every } from "hono/combine";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { SandboxId } from "../contracts/sandbox.ts";
import { API_CEILING } from "../middleware/address-ceiling.ts";
import { bearerOf } from "../middleware/bearer.ts";
import { problem } from "../middleware/errors.ts";
import { limitTenant, type LimitTenantOptions } from "../middleware/limit-tenant.ts";
import { needsSession } from "../middleware/only-allowed.ts";
import { sealedSession } from "../middleware/session-cookie.ts";
import type { NamedSession } from "../middleware/user-layer.ts";

/** What is told of a sandbox is true for a moment, and some of it is for one reader. */
export const NO_STORE = { "Cache-Control": "no-store" };

/** Lets an id through only if it could be a sandbox's, so that no address here reaches another tenant. */
export function onlySandboxes(): MiddlewareHandler<GroveEnv> {
  return createMiddleware<GroveEnv>(async (c, next) => {
    return SandboxId.safeParse(c.req.param("id")).success ? await next() : gone(c);
  });
}

/** Counts the request in its sandbox and against its user, and lets it through only if the sandbox is alive. */
export function inSandbox({
  sessionOf: named = sessionOf,
}: Pick<LimitTenantOptions, "sessionOf"> = {}): MiddlewareHandler<GroveEnv> {
  const isAlive = createMiddleware<GroveEnv>(async (c, next) =>
    c.var.tenant.expiresAt === undefined ? gone(c) : await next(),
  );
  const subdomainOf = (c: Context<GroveEnv>) => c.req.param("id") ?? "";
  return every(
    onlySandboxes(),
    // A sandbox is there to be counted: an answer that counts nothing would be a wrong one.
    limitTenant({ subdomainOf, strangers: API_CEILING, sessionOf: named, whenDown: "closed" }),
    isAlive,
  );
}

/** Lets a request through only with a session that holds. */
export function onlySignedIn(): MiddlewareHandler<GroveEnv> {
  return createMiddleware<GroveEnv>(async (c, next) => (c.var.user ? await next() : needsSession(c)));
}

/** Refuses who names no session before the sandbox counts it: strangers could use up what its user may write. */
export function onlyNamed(): MiddlewareHandler<GroveEnv> {
  return createMiddleware<GroveEnv>(async (c, next) => (sessionOf(c) ? await next() : needsSession(c)));
}

/** The session that a request names. A sandbox has one user, whose id is its own. */
export function sessionOf(c: Context<GroveEnv>): NamedSession | undefined {
  return sessionIn(c, c.req.param("id"));
}

/** The same for a request to a blog's own host, where a sealed session is another way. Who signs in or out is nobody. */
export async function sessionOnHost(c: Context<GroveEnv>): Promise<NamedSession | undefined> {
  const { pathname } = new URL(c.req.url);
  if (pathname === "/api/session") return undefined;
  const subdomain = c.req.param("subdomain");
  return sessionIn(c, SandboxId.safeParse(subdomain).data) ?? (await sealedSession(c));
}

function sessionIn(c: Context<GroveEnv>, userId: string | undefined): NamedSession | undefined {
  const sessionId = bearerOf(c, /^[\w-]{1,100}$/);
  return sessionId === undefined || userId === undefined ? undefined : { userId, sessionId, via: "bearer" };
}

export function gone(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "not-found", { detail: "There is no such sandbox. Sandboxes last ten minutes." });
}
