import { createSharedCalls, type SharedCalls } from "#implementations/loom";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import type { BlogEvent } from "../contracts/statistics.ts";
import { tenantObject } from "../tenancy/tenant-object.ts";
import { clientAddress } from "./client-address.ts";
import { later } from "./later.ts";

interface Counted {
  readonly env: GroveEnv["Bindings"];
  readonly event: BlogEvent;
}

/** How many events go in one call, and for how long one that is under way keeps the next waiting. */
const MOST_EVENTS = 100;
const PATIENCE_MS = 1_000;

/** How many blogs' calls are shared. The one that was new longest ago begins anew. */
const MOST_BLOGS = 1_000;

const shared = new Map<string, SharedCalls<Counted, boolean>>();

/**
 * Has the tenant's object count an event after the answer has gone: nobody waits for it, so those that come while a call
 * is under way go together in the next. Where the object cannot be reached they are not counted, because one sent again
 * might count twice.
 */
export function countEvent(c: Context<GroveEnv>, event: BlogEvent): void {
  const { subdomain } = c.var.tenant;
  later(c, record());

  async function record(): Promise<void> {
    try {
      await sharedFor(subdomain).ask({ env: c.env, event });
    } catch (error) {
      console.warn(
        JSON.stringify({ level: "warn", event: "event not counted", subdomain, why: String(error) }),
      );
    }
  }
}

function sharedFor(subdomain: string): SharedCalls<Counted, boolean> {
  const known = shared.get(subdomain);
  if (known) return known;
  const calls = createSharedCalls<Counted, boolean>({
    call: async (counted) => {
      const [first] = counted;
      if (!first) return [];
      return await tenantObject(first.env, subdomain).recordEvents(counted.map(({ event }) => event));
    },
    most: MOST_EVENTS,
    patienceMs: PATIENCE_MS,
    wait: async (ms, signal) => await scheduler.wait(ms, { signal }),
    now: Date.now,
  });
  shared.set(subdomain, calls);
  const [oldest] = shared.keys();
  if (oldest !== undefined && shared.size > MOST_BLOGS) shared.delete(oldest);
  return calls;
}

/** Counts a page that was read. One that a browser fetches ahead of its reader is not. */
export function countViews() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    await next();
    const isRead = c.req.method === "GET" && (c.res.status === 200 || c.res.status === 304);
    // A page that a shadow-banned writer alone has is in nobody's statistics.
    if (c.var.shownTo === "its writer") return;
    if (!isRead || /prefetch/.test(c.req.header("sec-purpose") ?? "")) return;
    const address = clientAddress(c)?.client;
    const visitor = address === undefined ? undefined : `${address} ${c.req.header("user-agent") ?? ""}`;
    countEvent(c, { kind: "view", path: new URL(c.req.url).pathname, at: Date.now(), visitor });
  });
}
