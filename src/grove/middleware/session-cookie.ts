import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { openSession } from "../contracts/sealed-session.ts";
import { bearerOf } from "./bearer.ts";
import { problem } from "./errors.ts";
import type { NamedSession } from "./user-layer.ts";

const NAME = "grove_session";
const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Gives the browser a sealed session, for this blog and all others under the base domain, for so many milliseconds. */
export function giveSession(c: Context<GroveEnv>, sealed: string, lifetimeMs: number): void {
  setCookie(c, NAME, sealed, { ...attributes(c), maxAge: Math.floor(lifetimeMs / 1_000) });
}

/** Takes it back. */
export function takeSession(c: Context<GroveEnv>): void {
  deleteCookie(c, NAME, attributes(c));
}

/** The session that a request names by its cookie, or, where no browser is at work, by the same text as a bearer. */
export async function sealedSession(c: Context<GroveEnv>): Promise<NamedSession | undefined> {
  const keys = c.env.SESSION_KEYS;
  if (keys === undefined) return undefined;
  const bearer = bearerOf(c, /^[\w.-]+$/);
  const cookie = getCookie(c, NAME);
  const sealed = bearer ?? cookie;
  const opened = sealed === undefined ? undefined : await openSession(keys, sealed);
  return opened && { ...opened, via: bearer === undefined ? "cookie" : "bearer" };
}

/**
 * Refuses a request that changes something and comes with the cookie, but from a page of another origin: all blogs are
 * one site, so that the browser sends the cookie whichever blog the page is of.
 */
export function onlyOwnOrigin() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const isHarmless = SAFE.has(c.req.method) || getCookie(c, NAME) === undefined;
    // A header that names a session is no browser's own doing.
    if (isHarmless || c.req.header("authorization") !== undefined) return await next();
    if (c.req.header("origin") === new URL(c.req.url).origin) return await next();
    return problem(c, "foreign-origin", {
      detail: "A request that changes something comes from a page of this blog, and says so in Origin.",
    });
  });
}

function attributes(c: Context<GroveEnv>) {
  return { path: "/", domain: c.env.BASE_DOMAIN, httpOnly: true, secure: true, sameSite: "Lax" } as const;
}
