/** What a window remembers of its admissions. Times are epoch milliseconds. */
export interface Memory {
  /** The latest time that was moved to. */
  readonly latest: number;
  /** Forgets what has left the window at `now`, and says what counts then. A time before the latest is read as it. */
  moveTo(now: number): number;
  /** Counts `cost` at the latest time, and says which that is. */
  add(cost: number): number;
  /** Takes back at most `cost` of what was counted at `at` and has not left. */
  remove(at: number, cost: number): void;
  /** When so many of the oldest have left that at most `most` still count; undefined if that never happens. */
  dropsTo(most: number): number | undefined;
  /** What still counts, oldest first. */
  list(): Listed;
}

export type Listed = readonly (readonly [at: number, cost: number])[];
