import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";

const ALWAYS = {
  "Strict-Transport-Security": "max-age=31536000",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Permissions-Policy":
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/** For an answer that is no page: it may load nothing and be framed by nobody. */
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** For a tenant's blog: text that others wrote, so no scripts at all. */
export const BLOG_POLICY = `${NOTHING}; style-src 'self'; img-src 'self'`;

/** Puts the security headers on every answer. A page that needs more than nothing sets its own policy first. */
export function securityHeaders() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(ALWAYS)) c.res.headers.set(name, value);
    if (!c.res.headers.has("Content-Security-Policy")) c.res.headers.set("Content-Security-Policy", NOTHING);
  });
}
