export interface Backoff {
  /** The longest first wait, in milliseconds; it doubles with each failure. */
  readonly baseMs: number;
  readonly mostMs: number;
}

/**
 * How long to wait after so many failures: anything up to a bound that doubles, so that who failed together does not come
 * back together. "Full jitter" of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitter(failures: number, { baseMs, mostMs }: Backoff, random: () => number): number {
  return Math.floor(random() * Math.min(mostMs, baseMs * 2 ** (failures - 1)));
}
