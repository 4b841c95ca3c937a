import { createWindow, rateLimitHeaders, secondsUntil, type Window } from "#implementations/threshold";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { clientAddress } from "./client-address.ts";
import { problem } from "./errors.ts";

/** How many addresses are remembered. The one unseen for longest is forgotten first. */
const MOST_ADDRESSES = 5_000;

/**
 * Lets each client address through `perMinute` times a minute. It counts in the memory of one isolate, of which
 * Cloudflare runs many, so it bounds the cost of a flood and promises nothing: limits that must hold are a tenant's,
 * counted in its object. A request without an address passes, since to count all such as one would let any of them
 * refuse the others.
 */
export function limitAddress({ perMinute }: { perMinute: number }) {
  const policy = { limit: perMinute, windowMs: 60_000 };
  const windows = new Map<string, Window>();

  function windowOf(address: string): Window {
    const window = windows.get(address) ?? createWindow(policy);
    windows.delete(address);
    windows.set(address, window);
    const [oldest] = windows.keys();
    if (oldest !== undefined && windows.size > MOST_ADDRESSES) windows.delete(oldest);
    return window;
  }

  return createMiddleware<GroveEnv>(async (c, next) => {
    const address = clientAddress(c);
    if (address === undefined) return await next();

    const now = Date.now();
    const decision = windowOf(address).check(now);
    const headers = rateLimitHeaders("address", policy, { decision, now });
    if (decision.kind === "refused") {
      const retryAfter = secondsUntil(decision.retryAt, now);
      return problem(c, "quota-exceeded", {
        detail: `Your address may send ${perMinute} requests a minute here. Try again in ${retryAfter} seconds.`,
        headers,
        members: { "violated-policies": ["address"], retryAfter },
      });
    }
    await next();
    // A tenant's limit tells the client more than this one does.
    if (c.res.headers.has("RateLimit")) return undefined;
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    return undefined;
  });
}
