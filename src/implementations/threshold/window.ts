/** At most `limit` admissions in any trailing window of `windowMs` milliseconds. */
export interface WindowPolicy {
  readonly limit: number;
  readonly windowMs: number;
}

/** What a window holds at one moment. Times are epoch milliseconds. */
export interface WindowReading {
  readonly used: number;
  readonly remaining: number;
  /** When `remaining` grows next; undefined if it will not, because it is whole or the limit is 0. */
  readonly nextAt: number | undefined;
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

  // #region admit
  function check(now: number): Decision {
    moveTo(now);
    if (ring.used >= limit) return { kind: "refused", retryAt: dropsTo(limit - 1) ?? Infinity };
    counts[slotOf(ring.newest)] = countIn(ring.newest) + 1;
    ring.used += 1;
    return { kind: "allowed", ...reading() };
  }

  /** A sub-bucket counts until its last instant has left the window: the ring may over-count, never under-count. */
  function moveTo(now: number): void {
    requireTime(now);
    ring.latest = Math.max(ring.latest, now);
    const current = Math.floor((ring.latest * SUB_BUCKETS) / windowMs);
    const leaving = Math.min(current - ring.newest, counts.length);
    for (let bucket = ring.newest + 1; bucket <= ring.newest + leaving; bucket++) {
      ring.used -= countIn(bucket);
      counts[slotOf(bucket)] = 0;
    }
    ring.newest = current;
  }
  // #endregion admit

  function slotOf(bucket: number): number {
    return bucket % counts.length;
  }

  function countIn(bucket: number): number {
    return counts[slotOf(bucket)] ?? 0;
  }

  /** When so many of the oldest have left that at most `most` still count; undefined if that never happens. */
  function dropsTo(most: number): number | undefined {
    let left = ring.used;
    for (let bucket = Math.max(0, ring.newest - SUB_BUCKETS); bucket <= ring.newest; bucket++) {
      left -= countIn(bucket);
      if (left <= most) return Math.ceil(((bucket + counts.length) * windowMs) / SUB_BUCKETS);
    }
    return undefined;
  }

  function reading(): WindowReading {
    const { used } = ring;
    const nextAt = used === 0 ? undefined : dropsTo(Math.min(used, limit) - 1);
    return { used, remaining: Math.max(0, limit - used), nextAt };
  }

  function read(now: number): WindowReading {
    moveTo(now);
    return reading();
  }

  const withLimit = (changed: number): Window => windowOver({ limit: changed, windowMs }, ring);
  return { policy, check, read, withLimit };
}

function requireWhole(name: string, value: number, range: { least: number; most: number }): void {
  const { least, most } = range;
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(
    `Cannot make a window: ${name} is ${value}, must be a whole number from ${least} to ${most}`,
  );
}

/** Beyond this, sub-buckets could no longer be told apart by their numbers. */
const LATEST = Number.MAX_SAFE_INTEGER / SUB_BUCKETS;

function requireTime(now: number): void {
  if (Math.abs(now) <= LATEST) return;
  throw new RangeError(`Cannot read a window: now is ${now}, must be epoch milliseconds`);
}
