import { LEASED_CUTS } from "../lease/grantor.ts";
import type { Window, WindowPolicy } from "../window/window.ts";
import { createHeldWindows } from "./held-windows.ts";
import { createKeptWindows } from "./kept-windows.ts";
import { type Claim, isDurable, type Receipt, type Standing, type Verdict } from "./policy.ts";
import type { WindowStore } from "./window-store.ts";

/** All the windows of one place, such as a Durable Object, decided upon together. */
export interface Counters {
  /** Takes from every claim's window, or refuses and takes from none. No claim's refusal hides another's. */
  check(claims: readonly Claim[], now: number): Verdict;
  /** Where the claims stand. Counts nothing. */
  read(claims: readonly Claim[], now: number): Standing[];
  /** Gives back what an allowed check took; a second time does nothing. */
  refund(receipt: Receipt, now: number): void;
  /** The window that counts a claim, made if there is none yet. */
  windowOf(claim: Claim, now: number): Window;
  /** How many requests each dry run would have refused since these counters were made. */
  dryRuns(): Readonly<Record<string, number>>;
}

export interface CountersOptions {
  /** Tells these counters' receipts from all others. */
  readonly id: string;
  /** Where windows longer than a minute are kept. Without it they live in memory like the others. */
  readonly store?: WindowStore;
  /** How many windows are held in memory. Keys beyond that share windows, and are refused sooner, never later. */
  readonly most?: number;
}

/** How many refunds are remembered, so as not to be made twice. */
const REFUNDS = 10_000;

export function createCounters({ id, store, most = 10_000 }: CountersOptions): Counters {
  const held = createHeldWindows(most);
  const kept = store && createKeptWindows(store);
  const dryRuns: Record<string, number> = {};
  const refunded = new Set<string>();
  let receipts = 0;

  // #region all-or-nothing
  function check(claims: readonly Claim[], now: number): Verdict {
    const asked = claims.map((claim) => {
      const window = windowOf(claim, now);
      return { claim, window, retryAt: window.retryAt(now, claim.cost) };
    });
    const full = asked.filter(({ retryAt }) => retryAt !== undefined);
    const wouldRefuse = namesOf(full.filter(({ claim }) => claim.policy.isDryRun));
    for (const name of wouldRefuse) dryRuns[name] = (dryRuns[name] ?? 0) + 1;

    const violated = full.filter(({ claim }) => !claim.policy.isDryRun);
    if (violated.length > 0) {
      const retryAt = Math.max(...violated.map((each) => each.retryAt ?? now));
      const standings = read(claims, now);
      return { kind: "refused", now, retryAt, violated: namesOf(violated), wouldRefuse, standings };
    }

    // All that must have room do, and nothing waits in between: what is taken is taken from all, or from none.
    const taken = asked.flatMap(({ claim, window }) => {
      const decision = window.check(now, claim.cost);
      if (decision.kind === "refused") return [];
      keep(claim, now);
      return [{ ...claim, at: decision.at, cost: decision.cost }];
    });
    const receipt = { id: `${id}:${receipts++}`, taken };
    return { kind: "allowed", now, receipt, wouldRefuse, standings: read(claims, now) };
  }
  // #endregion all-or-nothing

  function read(claims: readonly Claim[], now: number): Standing[] {
    return claims.map((claim) => ({ policy: claim.policy, ...windowOf(claim, now).read(now) }));
  }

  function refund(receipt: Receipt, now: number): void {
    if (refunded.has(receipt.id)) return;
    refunded.add(receipt.id);
    const [oldest] = refunded;
    if (oldest !== undefined && refunded.size > REFUNDS) refunded.delete(oldest);
    for (const each of receipt.taken) {
      windowOf(each, now).refund(each);
      keep(each, now);
    }
  }

  function windowOf(claim: Claim, now: number): Window {
    const counted = countedPolicy(claim);
    const name = counterName(claim);
    return kept && isDurable(claim.policy) ? kept.find(name, counted) : held.find(name, counted, now);
  }

  function keep(claim: Claim, now: number): void {
    if (isDurable(claim.policy)) kept?.keep(counterName(claim), now);
  }

  return { check, read, refund, windowOf, dryRuns: () => ({ ...dryRuns }) };
}

/** What is granted for a while may be spent until the while is over, so it counts for so much longer. */
function countedPolicy({ policy: { limit, windowMs, leaseMs } }: Claim): WindowPolicy {
  if (leaseMs === undefined) return { limit, windowMs };
  return { limit, windowMs: windowMs + leaseMs, cuts: LEASED_CUTS };
}

/** The length keeps two names with their keys from reading the same. */
function counterName({ policy: { name }, key }: Claim): string {
  return `${name.length}:${name}${key}`;
}

function namesOf(each: readonly { readonly claim: Claim }[]): string[] {
  return each.map(({ claim }) => claim.policy.name);
}
