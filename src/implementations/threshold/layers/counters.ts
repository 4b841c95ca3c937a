import { LeasedWindow } from "../window/leased.ts";
import type { Admission, SavedWindow, Window } from "../window/window.ts";
import { type Counter, counterName, createHeldWindows } from "./held-windows.ts";
import { createKeptWindows, saveWindow } from "./kept-windows.ts";
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
  /**
   * The same, if it lends: because its policy does, or did and what was lent still counts. None does that is longer than a
   * minute and kept with each admission.
   */
  leasedWindowOf(claim: Claim, now: number): LeasedWindow | undefined;
  /** Keeps also what counts in memory, for a holder that may be about to leave it: a row for each window in use. */
  rest(now: number): void;
  /** How many requests each dry run would have refused since these counters were made. */
  dryRuns(): Readonly<Record<string, number>>;
}

export interface CountersOptions {
  /** Tells these counters' receipts from all others. */
  readonly id: string;
  /**
   * Where windows longer than a minute are kept with each admission, and the others when told to rest. Without it all
   * live in memory alone.
   */
  readonly store?: WindowStore;
  /** How many windows are held in memory. Keys beyond that share windows, and are refused sooner, never later. */
  readonly most?: number;
}

interface Full {
  readonly claim: Claim;
  readonly retryAt: number;
}

interface Taken {
  readonly kind: "taken";
  readonly all: Receipt["taken"];
}

type Refused = Pick<Extract<Verdict, { kind: "refused" }>, "kind" | "retryAt" | "violated">;

/** How many refunds are remembered at least, so as not to be made twice. */
const REFUNDS = 10_000;

export function createCounters({ id, store, most = 10_000 }: CountersOptions): Counters {
  const held = createHeldWindows(most, load);
  const kept = store && createKeptWindows(store);
  const dryRuns: Record<string, number> = {};
  /** The names of windows that count in memory and have been kept, when they last rested or in another life. */
  let rested = new Set<string>();
  let refunded = new Set<string>();
  let refundedBefore = refunded;
  let receipts = 0;

  // #region all-or-nothing
  function check(claims: readonly Claim[], now: number): Verdict {
    const full: Full[] = [];
    for (const claim of claims) {
      const retryAt = windowOf(claim, now).retryAt(now, claim.cost);
      if (retryAt !== undefined) full.push({ claim, retryAt });
    }
    const wouldRefuse = namesOf(full.filter(({ claim }) => claim.policy.isDryRun));
    for (const name of wouldRefuse) dryRuns[name] = (dryRuns[name] ?? 0) + 1;

    const violated = full.filter(({ claim }) => !claim.policy.isDryRun);
    const taken = violated.length > 0 ? refusedBy(violated) : takeAll(claims, now);
    const standings = read(claims, now);
    if (taken.kind === "refused") return { ...taken, now, wouldRefuse, standings };
    const receipt = { id: `${id}:${receipts++}`, taken: taken.all };
    return { kind: "allowed", now, receipt, wouldRefuse, standings };
  }
  // #endregion all-or-nothing

  /** Nothing waits in between, and nobody else comes: what is taken is taken from all, or from none. */
  function takeAll(claims: readonly Claim[], now: number): Taken | Refused {
    const all: (Claim & Admission)[] = [];
    for (const claim of claims) {
      const decision = windowOf(claim, now).check(now, claim.cost);
      if (decision.kind === "allowed") {
        all.push({ ...claim, at: decision.at, cost: decision.cost });
      } else if (!claim.policy.isDryRun) {
        // Two claims that count in one window had room each, and not together.
        for (const each of all) windowOf(each, now).refund(each);
        return refusedBy([{ claim, retryAt: decision.retryAt }]);
      }
    }
    for (const claim of all) keep(claim, now);
    return { kind: "taken", all };
  }

  function read(claims: readonly Claim[], now: number): Standing[] {
    return claims.map((claim) => ({ policy: claim.policy, ...windowOf(claim, now).read(now) }));
  }

  function refund(receipt: Receipt, now: number): void {
    if (refunded.has(receipt.id) || refundedBefore.has(receipt.id)) return;
    if (refunded.size === REFUNDS) [refundedBefore, refunded] = [refunded, new Set()];
    refunded.add(receipt.id);
    const isOurs = receipt.id.startsWith(`${id}:`);
    for (const each of receipt.taken) {
      // What earlier counters took in memory is forgotten: these would take it from somebody else.
      if (!isOurs && !isKept(each)) continue;
      windowOf(each, now).refund(each);
      keep(each, now);
    }
  }

  function windowOf(claim: Claim, now: number): Window {
    const { policy } = claim;
    if (kept && isKept(claim)) return kept.find(counterName(counterOf(claim)), policy, now);
    return held.find(counterOf(claim), policy, now);
  }

  function leasedWindowOf(claim: Claim, now: number): LeasedWindow | undefined {
    const window = isKept(claim) ? undefined : windowOf(claim, now);
    return window instanceof LeasedWindow ? window : undefined;
  }

  function keep(claim: Claim, now: number): void {
    if (isKept(claim)) kept?.keep(counterName(counterOf(claim)), now);
  }

  function isKept({ policy }: Claim): boolean {
    return kept !== undefined && isDurable(policy);
  }

  function load(name: string): SavedWindow | undefined {
    const saved = store?.load(name);
    if (saved) rested.add(name);
    return saved;
  }

  function rest(now: number): void {
    if (!store) return;
    const inUse = held.inUse(now);
    const names = new Set(inUse.map(([name]) => name));
    if (names.size > 0) store.sweep(now);
    for (const name of rested) if (!names.has(name)) store.forget(name);
    for (const [name, window] of inUse) saveWindow(store, name, window);
    rested = names;
  }

  return { check, read, refund, windowOf, leasedWindowOf, rest, dryRuns: () => ({ ...dryRuns }) };
}

function counterOf({ policy: { name }, key }: Claim): Counter {
  return { group: name, key };
}

function refusedBy(full: readonly Full[]): Refused {
  return {
    kind: "refused",
    retryAt: Math.max(...full.map(({ retryAt }) => retryAt)),
    violated: namesOf(full),
  };
}

function namesOf(each: readonly { readonly claim: Claim }[]): string[] {
  return each.map(({ claim }) => claim.policy.name);
}
