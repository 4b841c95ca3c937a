/** How finely a ring cuts its window unless told otherwise. More would be truer to an exact log, and larger. */
export const SUB_BUCKETS = 60;

// #region ring
/**
 * Which line of a log an admission is written in. A line leaves when the last admission in it does, so a line for each
 * sub-bucket may over-count, and never under-counts.
 */
export function lineOf(at: number, subBuckets: number, windowMs: number): number {
  // None means an exact log: every moment has a line of its own.
  return subBuckets === 0 ? at : Math.floor((at * subBuckets) / windowMs);
}
// #endregion ring
