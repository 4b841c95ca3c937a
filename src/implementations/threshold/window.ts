/** At most `limit` admissions in any trailing window of `windowMs` milliseconds. */
export interface WindowPolicy {
  readonly limit: number;
  readonly windowMs: number;
}

/** What a window holds at one moment. Times are epoch milliseconds. */
export interface WindowReading {
  readonly used: number;
  readonly remaining: number;
  /** When `remaining` grows next; the moment of the reading if nothing is counted. */
  readonly nextAt: number;
}

export type Decision =
  | ({ readonly kind: "allowed" } & WindowReading)
  | { readonly kind: "refused"; readonly retryAt: number };

export interface Window {
  readonly policy: WindowPolicy;
  /** Admits and counts a request at `now`, or refuses it and counts nothing. */
  check(now: number): Decision;
  /** Reads the window at `now` and counts nothing. */
  read(now: number): WindowReading;
  /** The same counts under another limit, so that a change of plan forgives nothing and charges nothing. */
  withLimit(limit: number): Window;
}

/** How finely a window is cut. More would be truer to an exact log, and larger. */
export const SUB_BUCKETS = 60;

/** The largest count that a slot of the ring can hold. */
const LARGEST_LIMIT = 2 ** 32 - 1;

/**
 * Makes an empty window; times passed to it are epoch milliseconds, and a clock that steps back is read as standing
 * still. Throws a RangeError for a limit or a window that is not a whole number in range.
 */
export function createWindow(policy: WindowPolicy): Window {
  requireWhole("windowMs", policy.windowMs, { least: SUB_BUCKETS, most: Number.MAX_SAFE_INTEGER });
  // One slot more than sub-buckets: the newest is still filling while the oldest has only partly left.
  return windowOver(policy, { counts: new Uint32Array(SUB_BUCKETS + 1), used: 0, newest: 0, latest: 0 });
}

interface Ring {
  readonly counts: Uint32Array;
  /** The sum of the counts. */
  used: number;
  /** The sub-bucket being filled, numbered from the epoch. */
  newest: number;
  /** The latest time seen. */
  latest: number;
}

function windowOver(policy: WindowPolicy, ring: Ring): Window {
  const { limit, windowMs } = policy;
  requireWhole("limit", limit, { least: 0, most: LARGEST_LIMIT });
  const { counts } = ring;
  const bucketMs = Math.ceil(windowMs / SUB_BUCKETS);

  // #region admit
  function check(now: number): Decision {
    const at = moveTo(now);
    if (ring.used >= limit) return { kind: "refused", retryAt: fallsBelowLimitAt() };
    counts[slotOf(ring.newest)] = countIn(ring.newest) + 1;
    ring.used += 1;
    return { kind: "allowed", ...reading(at) };
  }

  /** A sub-bucket counts until its last instant has left the window: the ring may over-count, never under-count. */
  function moveTo(now: number): number {
    if (!Number.isFinite(now)) throw new RangeError(`Cannot read a window: now is ${now}`);
    ring.latest = Math.max(ring.latest, now);
    const current = Math.floor(ring.latest / bucketMs);
    const leaving = Math.min(current - ring.newest, counts.length);
    for (let bucket = ring.newest + 1; bucket <= ring.newest + leaving; bucket++) {
      ring.used -= countIn(bucket);
      counts[slotOf(bucket)] = 0;
    }
    ring.newest = current;
    return ring.latest;
  }
  // #endregion admit

  function slotOf(bucket: number): number {
    return bucket % counts.length;
  }

  function countIn(bucket: number): number {
    return counts[slotOf(bucket)] ?? 0;
  }

  /** When so many of the oldest have left that at most `most` still count; Infinity if that never happens. */
  function dropsTo(most: number): number {
    let left = ring.used;
    for (let bucket = ring.newest - SUB_BUCKETS; bucket <= ring.newest; bucket++) {
      if (bucket < 0) continue;
      left -= countIn(bucket);
      if (left <= most) return (bucket + counts.length) * bucketMs;
    }
    return Infinity;
  }

  function fallsBelowLimitAt(): number {
    return limit === 0 ? Infinity : dropsTo(limit - 1);
  }

  function reading(at: number): WindowReading {
    const { used } = ring;
    return { used, remaining: Math.max(0, limit - used), nextAt: used === 0 ? at : nextAt() };
  }

  function nextAt(): number {
    return dropsTo(Math.min(ring.used, limit) - 1);
  }

  return {
    policy,
    check,
    read: (now) => reading(moveTo(now)),
    withLimit: (changed) => windowOver({ limit: changed, windowMs }, ring),
  };
}

function requireWhole(name: string, value: number, range: { least: number; most: number }): void {
  const { least, most } = range;
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(
    `Cannot make a window: ${name} is ${value}, must be a whole number from ${least} to ${most}`,
  );
}
