import { createCounters } from "../layers/counters.ts";
import type { Claim } from "../layers/policy.ts";
import { createMemoryWindowStore } from "../layers/window-store.ts";
import { createGrantor, type GrantAnswer, type GrantRequest } from "./grantor.ts";

/** The object that isolates ask in a simulation. Times are epoch milliseconds by its clock. */
export interface LeasingObject {
  /** What a plan with leases grants; "counted" is a request that one without them has admitted. */
  grant(request: GrantRequest, now: number): GrantAnswer | { readonly kind: "counted" };
  takeBack(back: GrantRequest["back"], now: number): void;
  /** Keeps what counts in memory. */
  rest(now: number): void;
  /** Ends this life: what was not kept is forgotten. */
  evict(): void;
  /** The plan as it is from now on. */
  change(isLeased: boolean): void;
}

interface Leased {
  readonly limit: number;
  readonly windowMs: number;
  readonly leaseMs: number;
}

/** As Grove's is: counters that rest in a store, a grantor for each life, and a plan that may lose its leases. */
export function createLeasingObject({ limit, windowMs, leaseMs }: Leased): LeasingObject {
  const store = createMemoryWindowStore();
  let lives = 0;
  let isLeased = true;
  let { counters, grantor } = live();

  function live() {
    const life = `life ${lives++}`;
    return {
      counters: createCounters({ id: life, store }),
      grantor: createGrantor({ id: life, leaseMs }),
    };
  }

  function claim(): Claim {
    return { policy: { name: "requests", limit, windowMs, ...(isLeased ? { leaseMs } : {}) }, key: "" };
  }

  function takeBack(back: GrantRequest["back"], now: number): void {
    const window = counters.leasedWindowOf(claim(), now);
    if (window) grantor.takeBack(window, back, now);
  }

  return {
    grant(request, now) {
      const window = isLeased ? counters.leasedWindowOf(claim(), now) : undefined;
      if (window) return grantor.grant(window, request, now);
      takeBack(request.back, now);
      const verdict = counters.check([claim()], now);
      return verdict.kind === "allowed"
        ? { kind: "counted" }
        : { kind: "refused", at: now, retryAt: verdict.retryAt, isRush: false };
    },
    takeBack,
    rest: (now) => counters.rest(now),
    evict: () => void ({ counters, grantor } = live()),
    change: (to) => void (isLeased = to),
  };
}
