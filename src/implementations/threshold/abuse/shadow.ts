const LEAST_MS = 1_000;
const SPREAD_MS = 2_000;

/**
 * For how long to hold back the answer to a user who is shadow banned until `until`, in milliseconds: one to three
 * seconds, and none once the ban has ended or where there is none. `random` gives numbers from 0 up to 1. Whoever
 * measures can tell a delay, and whoever waits in a Worker is billed for it: see `isVisibleTo` for the other means.
 */
export function shadowDelay(until: number | null, now: number, random: () => number): number {
  if (until === null || now >= until) return 0;
  return LEAST_MS + random() * SPREAD_MS;
}

/** Something written, as far as its visibility goes. */
export interface ShadowedWrite {
  readonly authorId: string;
  /** Whether its author was shadow banned when writing it. */
  readonly isShadowed: boolean;
}

/** Whether `viewerId`, nobody if undefined, is shown it: what is shadowed is shown to its author alone. */
export function isVisibleTo({ authorId, isShadowed }: ShadowedWrite, viewerId: string | undefined): boolean {
  return !isShadowed || authorId === viewerId;
}
