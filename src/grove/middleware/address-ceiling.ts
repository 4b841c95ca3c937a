import { createWindow, rateLimitHeaders, secondsUntil, type Window } from "#implementations/threshold";
import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { clientAddress } from "./client-address.ts";
import { problem } from "./errors.ts";

/** How many addresses are remembered. The one unseen for longest is forgotten first. */
const MOST_ADDRESSES = 5_000;

export type Charge =
  | { readonly kind: "allowed"; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: "refused"; readonly answer: Response };

/** How often one client address may do something. */
export interface AddressCeiling {
  /** Counts the request against its address, or refuses it and counts nothing. */
  charge(c: Context<GroveEnv>): Promise<Charge>;
  /** The refusal that `charge` would give, if it would give one. Counts nothing. */
  refusal(c: Context<GroveEnv>): Promise<Response | undefined>;
}

/**
 * Allows each client address `perMinute` times a minute. It counts in the memory of one isolate, of which Cloudflare
 * runs many, so it bounds the cost of a flood and promises nothing: limits that must hold are a tenant's, counted in
 * its object. A request without an address is allowed, since to count all such as one would let any of them refuse the
 * others. `what` completes "Your address may send 300 …".
 */
export function addressCeiling({ perMinute, what }: { perMinute: number; what: string }): AddressCeiling {
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

  async function charge(c: Context<GroveEnv>): Promise<Charge> {
    const address = clientAddress(c);
    if (!address) return { kind: "allowed", headers: {} };

    const now = Date.now();
    const decision = windowOf(address.client).check(now);
    const headers = rateLimitHeaders("address", policy, { decision, now });
    if (decision.kind === "allowed") return { kind: "allowed", headers };

    const retryAfter = secondsUntil(decision.retryAt, now);
    const answer = await problem(c, "quota-exceeded", {
      detail: `Your address may send ${perMinute} ${what}. Try again in ${retryAfter} seconds.`,
      headers,
      members: { "violated-policies": ["address"], retryAfter },
    });
    return { kind: "refused", answer };
  }

  async function refusal(c: Context<GroveEnv>): Promise<Response | undefined> {
    const address = clientAddress(c);
    if (!address || windowOf(address.client).read(Date.now()).remaining > 0) return undefined;
    const charged = await charge(c);
    return charged.kind === "refused" ? charged.answer : undefined;
  }

  return { charge, refusal };
}

/** What the API answers an address, the requests of live sandboxes apart. */
export const API_CEILING = addressCeiling({ perMinute: 300, what: "requests a minute here" });

/** What an address may ask for that turns out to be nobody's; each such name can cost an object call and a D1 read. */
export const STRANGERS_CEILING = addressCeiling({
  perMinute: 60,
  what: "requests a minute for names that are nobody's",
});

/** Room for all that one tenant of the largest tier allows, and some more: no reader meets it. */
export const VISITS_PER_MINUTE = 6_000;
