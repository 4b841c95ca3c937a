import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";

/** Gives each request an id of Grove's own making, and puts it on the answer. */
export function requestId() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    c.set("requestId", crypto.randomUUID());
    await next();
    c.res.headers.set("X-Request-Id", c.var.requestId);
  });
}
