/** Something that happened on a blog, as its statistics count it. `at` is in epoch milliseconds. */
export type BlogEvent =
  | {
      readonly kind: "view";
      readonly path: string;
      readonly at: number;
      readonly visitor?: string | undefined;
    }
  | { readonly kind: "comment" | "reaction"; readonly at: number };

/** One UTC day of a blog. */
export interface DailyStatistics {
  readonly day: string;
  readonly pageViews: number;
  readonly uniqueVisitors: number;
  readonly comments: number;
  readonly reactions: number;
  /** Views by hour of the day, 24 of them. */
  readonly hours: readonly number[];
  readonly pages: readonly PageStatistics[];
}

export interface PageStatistics {
  readonly path: string;
  readonly views: number;
  readonly uniqueViews: number;
}

/** The UTC day of an instant, as in 2026-01-31. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** When a day as `dayOf` writes it is over, in epoch milliseconds. */
export function endOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + 86_400_000;
}
