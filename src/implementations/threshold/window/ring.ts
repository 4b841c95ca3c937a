/** How finely a ring cuts its window, and its limit, unless told otherwise. More would be truer to a log, and larger. */
export const SUB_BUCKETS = 60;

// #region ring
/**
 * How much one line takes. It leaves with the last admission in it, so the oldest line may still count what has left:
 * less than this, and no other line any.
 */
export function mostInLine(limit: number, cuts: number): number {
  return Math.ceil(limit / cuts);
}

/** Only what is in one cut shares a line. So nothing counts for more than a cut too long, however little comes. */
export function cutOf(at: number, cuts: number, windowMs: number): number {
  return Math.floor((at * cuts) / windowMs);
}
// #endregion ring
