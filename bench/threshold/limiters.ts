import {
  createCounters,
  createWindow,
  type WindowPolicy,
} from "../../src/implementations/threshold/index.ts";
import type { Limiter, Refunding } from "./traces.ts";

/** This pattern's window. */
export function ours(policy: WindowPolicy): Limiter {
  const window = createWindow(policy);
  return {
    admit: (at) => window.check(at).kind === "allowed",
    retryAt: (at) => window.retryAt(at) ?? at,
  };
}

/** This pattern's windows, as an object has them: with receipts that are refunded once. */
export function ourCounters(policy: WindowPolicy): Refunding {
  const counters = createCounters({ id: "bench" });
  const claim = { policy: { name: "requests", ...policy }, key: "" };
  return {
    take(at) {
      const verdict = counters.check([claim], at);
      if (verdict.kind === "refused") return undefined;
      return () => counters.refund(verdict.receipt, at);
    },
  };
}

/** What all are held against: every admission by its time, in a list. */
export function exact({ limit, windowMs }: WindowPolicy): Limiter & Refunding {
  const held: number[] = [];
  let first = 0;
  function moveTo(at: number): void {
    while ((held[first] ?? Infinity) <= at - windowMs) first += 1;
  }
  function admit(at: number): boolean {
    moveTo(at);
    if (held.length - first >= limit) return false;
    held.push(at);
    return true;
  }
  return {
    admit,
    retryAt: (at) => (held[held.length - limit] ?? at) + windowMs,
    take(at) {
      if (!admit(at)) return undefined;
      let isTaken = true;
      return () => {
        const place = held.lastIndexOf(at);
        if (isTaken && place >= first) held.splice(place, 1);
        isTaken = false;
      };
    },
  };
}

/** A count for each full minute, as most limiters have it. */
export function fixedWindow({ limit, windowMs }: WindowPolicy): Limiter {
  let window = 0;
  let count = 0;
  return {
    admit(at) {
      const current = Math.floor(at / windowMs);
      if (current !== window) [window, count] = [current, 0];
      return count < limit && ++count > 0;
    },
    retryAt: (at) => (Math.floor(at / windowMs) + 1) * windowMs,
  };
}

/**
 * Two counts, the older weighed by how much of its window is still less than a window ago.
 * https://blog.cloudflare.com/counting-things-a-lot-of-different-things/
 */
export function slidingCounter({ limit, windowMs }: WindowPolicy): Limiter {
  let window = 0;
  let count = 0;
  let before = 0;
  return {
    admit(at) {
      const current = Math.floor(at / windowMs);
      if (current !== window) [window, before, count] = [current, current === window + 1 ? count : 0, 0];
      const estimate = before * (1 - (at / windowMs - window)) + count;
      return estimate + 1 <= limit && ++count > 0;
    },
    retryAt: (at) => at + windowMs / limit,
  };
}

/** A bucket of a limit's tokens that fills evenly; the cell rate algorithm of ITU-T I.371, as GCRA limiters have it. */
export function gcra({ limit, windowMs }: WindowPolicy): Limiter {
  const every = windowMs / limit;
  let due = -Infinity;
  return {
    admit(at) {
      const next = Math.max(due, at) + every;
      if (next - at > windowMs) return false;
      due = next;
      return true;
    },
    retryAt: (at) => Math.ceil(Math.max(at, due + every - windowMs)),
  };
}
