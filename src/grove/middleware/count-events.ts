import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import type { BlogEvent } from "../contracts/statistics.ts";
import { tenantObject } from "../tenancy/tenant-object.ts";
import { clientAddress } from "./client-address.ts";
import { later } from "./later.ts";

/**
 * Has the tenant's object count an event after the answer has gone: nobody waits for it, and where the object cannot be
 * reached it is not counted, because one sent again might count twice.
 */
export function countEvent(c: Context<GroveEnv>, event: BlogEvent): void {
  const { subdomain } = c.var.tenant;
  later(c, record());

  async function record(): Promise<void> {
    try {
      await tenantObject(c.env, subdomain).recordEvent(event);
    } catch (error) {
      console.warn(
        JSON.stringify({ level: "warn", event: "event not counted", subdomain, why: String(error) }),
      );
    }
  }
}

/** Counts a page that was read. One that a browser fetches ahead of its reader is not. */
export function countViews() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    await next();
    const isRead = c.req.method === "GET" && (c.res.status === 200 || c.res.status === 304);
    if (!isRead || /prefetch/.test(c.req.header("sec-purpose") ?? "")) return;
    const address = clientAddress(c)?.client;
    const visitor = address === undefined ? undefined : `${address} ${c.req.header("user-agent") ?? ""}`;
    countEvent(c, { kind: "view", path: new URL(c.req.url).pathname, at: Date.now(), visitor });
  });
}
