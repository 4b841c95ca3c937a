/** At most `limit` admissions in any trailing window of `windowMs` milliseconds. */
export interface WindowPolicy {
  readonly limit: number;
  readonly windowMs: number;
}

/** What a window holds at one moment. Times are epoch milliseconds. */
export interface WindowReading {
  readonly used: number;
  readonly remaining: number;
  /** When the oldest counted request stops counting; the moment of the reading if nothing is counted. */
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
  const { limit, windowMs } = policy;
  requireWhole("limit", limit, 0, LARGEST_LIMIT);
  requireWhole("windowMs", windowMs, SUB_BUCKETS, Number.MAX_SAFE_INTEGER);

  const bucketMs = Math.ceil(windowMs / SUB_BUCKETS);
  // One slot more than sub-buckets: the newest is still filling while the oldest has only partly left.
  const counts = new Uint32Array(SUB_BUCKETS + 1);
  let newest = 0;
  let latest = 0;
  let used = 0;

  // #region admit
  function check(now: number): Decision {
    const at = moveTo(now);
    if (used >= limit) return { kind: "refused", retryAt: oldestLeavesAt() ?? Infinity };
    counts[slotOf(newest)] = countIn(newest) + 1;
    used += 1;
    return { kind: "allowed", ...reading(at) };
  }

  /** A sub-bucket counts until its last instant has left the window: the ring may over-count, never under-count. */
  function moveTo(now: number): number {
    if (!Number.isFinite(now)) throw new RangeError(`Cannot read a window: now is ${now}`);
    latest = Math.max(latest, now);
    const current = Math.floor(latest / bucketMs);
    const leaving = Math.min(current - newest, counts.length);
    for (let bucket = newest + 1; bucket <= newest + leaving; bucket++) {
      used -= countIn(bucket);
      counts[slotOf(bucket)] = 0;
    }
    newest = current;
    return latest;
  }
  // #endregion admit

  function slotOf(bucket: number): number {
    return bucket % counts.length;
  }

  function countIn(bucket: number): number {
    return counts[slotOf(bucket)] ?? 0;
  }

  function oldestLeavesAt(): number | undefined {
    for (let age = SUB_BUCKETS; age >= 0; age--) {
      const bucket = newest - age;
      if (bucket >= 0 && countIn(bucket) > 0) return (bucket + counts.length) * bucketMs;
    }
    return undefined;
  }

  function reading(at: number): WindowReading {
    return { used, remaining: limit - used, nextAt: oldestLeavesAt() ?? at };
  }

  return { policy, check, read: (now) => reading(moveTo(now)) };
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(
    `Cannot make a window: ${name} is ${value}, must be a whole number from ${least} to ${most}`,
  );
}
