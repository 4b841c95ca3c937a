import {
  type Claim,
  createCounters,
  createRefusals,
  createSilences,
  type Receipt,
  secondsUntil,
  type Verdict,
} from "#implementations/threshold";
import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { addressPolicy, CEILINGS } from "../contracts/policies.ts";
import { addressKeys } from "./address-keys.ts";
import { attackLevel } from "./attack-level.ts";
import { clientAddress } from "./client-address.ts";
import { problem } from "./errors.ts";
import type { Refusal } from "./threshold.ts";

/** How many addresses are counted apart, and of one network. Those beyond share their network's count. */
const MOST_ADDRESSES = 5_000;
const MOST_OF_A_NETWORK = 64;
/** With room for networks beside the addresses. Those beyond share counts, and so are refused sooner. */
const MOST_KEYS = 10_000;
const MINUTE = 60_000;

/** How often one client address may do something. */
export interface AddressCeiling {
  /** The address's claim; none for a request without an address. */
  claimsOf(c: Context<GroveEnv>): readonly Claim[];
  /** Counts, or refuses and counts nothing. */
  check(claims: readonly Claim[]): Verdict;
  /** Gives back what a request took that a limit further in then refused. Under attack it stays taken. */
  refund(receipt: Receipt): void;
  /** The refusal that `check` would give, if it would give one. Counts nothing. */
  refusal(claims: readonly Claim[]): Refusal | undefined;
  refuse(c: Context<GroveEnv>, refusal: Refusal): Response | Promise<Response>;
}

/**
 * Allows each client address `perMinute` times a minute, and less under attack. It counts in the memory of one isolate,
 * of which Cloudflare runs many, so it bounds the cost of a flood and promises nothing: limits that must hold are
 * counted in objects. A request without an address is allowed, since to count all such as one would let any of them
 * refuse the others. `what` completes "Your address may send 300 …".
 */
export function addressCeiling({ perMinute, what }: { perMinute: number; what: string }): AddressCeiling {
  const keys = addressKeys({ most: MOST_ADDRESSES, ofNetwork: MOST_OF_A_NETWORK, forMs: MINUTE });
  const counters = createCounters({ id: what, most: MOST_KEYS });
  const silences = createSilences({ most: MOST_KEYS });
  const silenced = createRefusals<Refusal>({ most: MOST_KEYS });

  function claimsOf(c: Context<GroveEnv>): readonly Claim[] {
    const address = clientAddress(c);
    if (!address) return [];
    return [{ policy: addressPolicy(perMinute, attackLevel()), key: keys.keyOf(address, Date.now()) }];
  }

  function check(claims: readonly Claim[]): Verdict {
    const now = Date.now();
    const [claim] = claims;
    const before = claim && silenced.find(claim.key, now);
    const verdict = before ?? counters.check(claims, now);
    if (!claim) return verdict;
    if (verdict.kind === "allowed") {
      silences.admitted(claim.key);
      return verdict;
    }

    // Under attack who goes on trying is not heard at all, or a whole flood would be let in whenever its minute is over.
    const silence = silences.refused(claim.key, attackLevel());
    if (silence === 0) return { ...verdict, now };
    const retryAt = Math.max(verdict.retryAt, now + silence);
    const longer = { ...verdict, now, retryAt };
    silenced.remember(claim.key, longer, { now, until: now + silence });
    return longer;
  }

  function refund(receipt: Receipt): void {
    // Or a flood on a tenant that is full would never meet the ceiling, and the tenant's readers pay for it.
    if (attackLevel() === 0) counters.refund(receipt, Date.now());
  }

  function refusal(claims: readonly Claim[]): Refusal | undefined {
    const now = Date.now();
    const isSilenced = claims.some(({ key }) => silenced.find(key, now));
    const isFull = isSilenced || counters.read(claims, now).some(({ remaining }) => remaining === 0);
    const verdict = isFull ? check(claims) : undefined;
    return verdict?.kind === "refused" ? verdict : undefined;
  }

  function refuse(c: Context<GroveEnv>, { violated, retryAt, now, standings }: Refusal) {
    const retryAfter = secondsUntil(retryAt, now);
    const limit = standings[0]?.policy.limit ?? perMinute;
    return problem(c, "quota-exceeded", {
      detail: `Your address may send ${limit} ${what}. Try again in ${retryAfter} seconds.`,
      members: { "violated-policies": [...violated], retryAfter },
    });
  }

  return { claimsOf, check, refund, refusal, refuse };
}

/** What the API answers an address, the requests of live sandboxes apart. */
export const API_CEILING = addressCeiling({ perMinute: CEILINGS.api, what: "requests a minute here" });

/** What an address may ask for that turns out to be nobody's. */
export const STRANGERS_CEILING = addressCeiling({
  perMinute: CEILINGS.strangers,
  what: "requests a minute for names that are nobody's",
});
