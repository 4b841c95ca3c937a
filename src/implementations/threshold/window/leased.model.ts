import type { Admission, WindowReading } from "./window.ts";

/** One thing that counts, and when it leaves. */
export interface Counted extends Admission {
  readonly isLent: boolean;
  readonly leavesAt: number;
}

/** The whole truth about a leased window: all that counts in it, each with when it leaves. */
export function createLeasedModel(
  limit: number,
  { windowMs, leaseMs }: { windowMs: number; leaseMs: number },
) {
  let counted: Counted[] = [];

  function usedAt(at: number): number {
    return counted.reduce((sum, { leavesAt, cost }) => sum + (leavesAt > at ? cost : 0), 0);
  }

  function leaving(now: number): number[] {
    const times = counted.map(({ leavesAt }) => leavesAt).filter((at) => at > now);
    return times.toSorted((a, b) => a - b);
  }

  function add(cost: number, now: number, isLent: boolean): void {
    const leavesAt = now + windowMs + (isLent ? leaseMs : 0);
    if (cost > 0) counted.push({ at: now, cost, isLent, leavesAt });
  }

  function fitsAt(cost: number, now: number): number {
    return [now, ...leaving(now)].find((at) => usedAt(at) + cost <= limit) ?? Infinity;
  }

  function remove(one: Counted): void {
    counted = counted.filter((each) => each !== one);
  }

  return {
    fitsAt,
    /** Counts what is admitted and what is lent, or neither if they do not fit. */
    grant(now: number, { admitted, lent }: { readonly admitted: number; readonly lent: number }): boolean {
      const fits = fitsAt(admitted + lent, now) === now;
      if (fits) add(admitted, now, false);
      if (fits) add(lent, now, true);
      return fits;
    },
    /** One of those that still count. */
    pick(which: number, now: number): Counted | undefined {
      const held = counted.filter(({ leavesAt }) => leavesAt > now);
      return held[which % Math.max(1, held.length)];
    },
    takeBack: remove,
    settle(one: Counted, now: number): void {
      remove(one);
      add(one.cost, now, false);
    },
    read(now: number): WindowReading {
      const used = usedAt(now);
      return { used, remaining: limit - used, nextAt: leaving(now)[0] };
    },
  };
}
