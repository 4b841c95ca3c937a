/** How admissions are remembered until they leave the window. Times are epoch milliseconds. */
export interface Tally {
  /** What counts at the latest time that was moved to. */
  readonly used: number;
  /** The latest time that was moved to. */
  readonly latest: number;
  /** Forgets what has left the window at `now`. A time before the latest is read as the latest. */
  moveTo(now: number): void;
  /** Counts `cost` at `at`, which is no later than the latest time. */
  add(at: number, cost: number): void;
  /** Takes back at most `cost` of what was counted at `at` and has not left. */
  remove(at: number, cost: number): void;
  /** When so many of the oldest have left that at most `most` still count; undefined if that never happens. */
  dropsTo(most: number): number | undefined;
  /** What still counts, oldest first, as times with costs. Adding them to an empty tally gives this one again. */
  list(): (readonly [at: number, cost: number])[];
}
