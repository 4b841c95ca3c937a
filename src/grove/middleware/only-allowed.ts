import { type Action, type Actor, ANYBODY, mayEver, type Standing } from "#implementations/prism";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { problem } from "./errors.ts";

/** Who has sent the request, as the table of access sees them. Only behind `limitTenant`. */
export function actorOf(c: Context<GroveEnv>): Actor {
  const at = Date.now();
  const { id: userId = "", standing = ANYBODY } = c.var.user ?? {};
  return standing === ANYBODY ? { standing, at } : { standing, userId, at };
}

/**
 * With whose eyes the request reads posts: a member's, who alone may have copies of their own, and otherwise nobody's. Only
 * behind `limitTenant`.
 */
export function readerOf(c: Context<GroveEnv>): string | undefined {
  const actor = actorOf(c);
  return "userId" in actor ? actor.userId : undefined;
}

/**
 * Lets a request through only if its sender may do this to some row of the tenant: before any is read, so that who may
 * to none is answered alike whether or not there is one. Which rows, the storage decides by `filterFor`.
 */
export function onlyAllowed(action: Action) {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const actor = actorOf(c);
    if (mayEver(actor, action)) return await next();
    return c.var.user ? forbidden(c, actor.standing) : needsSession(c);
  });
}

/** Answers somebody who may not, and who knows already that there is something they may not do it to. */
export function forbidden(c: Context<GroveEnv>, standing: Standing): Response | Promise<Response> {
  const who = standing === ANYBODY ? "who is no member of this blog" : `with the role ${standing}`;
  return problem(c, "forbidden", { detail: `This is not for somebody ${who}.` });
}

export function needsSession(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "sign-in-needed", {
    detail: "Send the session that signing in gives, as Authorization: Bearer.",
    headers: { "WWW-Authenticate": "Bearer" },
  });
}
