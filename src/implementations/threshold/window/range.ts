/** Above any limit that is one, and far below what could not be counted any more. */
export const LARGEST_LIMIT = 2 ** 32 - 1;

/** A cut finer than this buys a thousandth. */
export const MOST_CUTS = 960;

/** Beyond this, sub-buckets could no longer be told apart by their numbers. */
const LATEST = Number.MAX_SAFE_INTEGER / MOST_CUTS;

export function requireCost(cost: number): void {
  if (cost === 1) return;
  requireWhole("count: cost", cost, { least: 1, most: LARGEST_LIMIT });
}

export function requireWhole(
  what: string,
  value: number,
  { least, most }: { readonly least: number; readonly most: number },
): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`Cannot ${what} is ${value}, must be a whole number from ${least} to ${most}`);
}

export function requireTime(now: number): void {
  if (Math.abs(now) <= LATEST) return;
  throw new RangeError(`Cannot read a window: now is ${now}, must be epoch milliseconds`);
}
