import type { Tally } from "./tally.ts";

/** How finely a ring cuts its window unless told otherwise. More would be truer to an exact log, and larger. */
export const SUB_BUCKETS = 60;

/**
 * Remembers how many were admitted in each `cuts`-th of the window, and when the last of them was: as large for any
 * limit, and a little cautious.
 */
export function createRing(windowMs: number, cuts = SUB_BUCKETS): Tally {
  // One slot more than sub-buckets: the newest is still filling while the oldest has only partly left.
  const counts = new Uint32Array(cuts + 1);
  const lasts = new Float64Array(cuts + 1);
  let used = 0;
  let latest = 0;
  /** The sub-bucket being filled, numbered from the epoch. */
  let newest = 0;

  // #region ring
  /** A sub-bucket counts until the last of it has left the window: the ring may over-count, never under-count. */
  function moveTo(now: number): void {
    latest = Math.max(latest, now);
    const current = bucketOf(latest);
    const turned = Math.min(current - newest, counts.length);
    for (let bucket = newest + 1; bucket <= newest + turned; bucket++) empty(bucket);
    newest = current;
    if (lastOf(oldest()) + windowMs <= latest) empty(oldest());
  }
  // #endregion ring

  function add(at: number, cost: number): void {
    const bucket = bucketOf(at);
    if (bucket <= newest - counts.length) return;
    counts[slotOf(bucket)] = countIn(bucket) + cost;
    lasts[slotOf(bucket)] = at;
    used += cost;
  }

  function empty(bucket: number): void {
    used -= countIn(bucket);
    counts[slotOf(bucket)] = 0;
  }

  function remove(at: number, cost: number): void {
    const bucket = bucketOf(at);
    if (bucket > newest || bucket <= newest - counts.length) return;
    const taken = Math.min(cost, countIn(bucket));
    counts[slotOf(bucket)] = countIn(bucket) - taken;
    used -= taken;
  }

  function dropsTo(most: number): number | undefined {
    let left = used;
    for (let bucket = oldest(); bucket <= newest; bucket++) {
      left -= countIn(bucket);
      if (left <= most) return Math.ceil(lastOf(bucket) + windowMs);
    }
    return undefined;
  }

  function list(): (readonly [at: number, cost: number])[] {
    const held: (readonly [number, number])[] = [];
    for (let bucket = oldest(); bucket <= newest; bucket++) {
      const cost = countIn(bucket);
      if (cost > 0) held.push([lastOf(bucket), cost]);
    }
    return held;
  }

  function bucketOf(at: number): number {
    return Math.floor((at * cuts) / windowMs);
  }

  function oldest(): number {
    return Math.max(0, newest - cuts);
  }

  function slotOf(bucket: number): number {
    return bucket % counts.length;
  }

  function countIn(bucket: number): number {
    return counts[slotOf(bucket)] ?? 0;
  }

  function lastOf(bucket: number): number {
    return lasts[slotOf(bucket)] ?? 0;
  }

  return {
    get used() {
      return used;
    },
    get latest() {
      return latest;
    },
    moveTo,
    add,
    remove,
    dropsTo,
    list,
  };
}
