import type { StreamStatements } from "#implementations/loom";
import type { TenantDatabase } from "#implementations/prism";
import type { DailyStatistics, PageStatistics } from "../contracts/statistics.ts";

const SAVE_DAY = `
  INSERT INTO daily_statistics (day, page_views, unique_visitors, comments, reactions)
  SELECT ?2, value ->> 'pageViews', value ->> 'uniqueVisitors', value ->> 'comments', value ->> 'reactions'
  FROM json_each(?1) WHERE true
  ON CONFLICT (tenant_id, day) DO UPDATE SET page_views = excluded.page_views,
    unique_visitors = excluded.unique_visitors, comments = excluded.comments, reactions = excluded.reactions`;
const SAVE_PAGES = `
  INSERT INTO page_statistics (day, path, views, unique_views)
  SELECT ?2, value ->> 'path', value ->> 'views', value ->> 'uniqueViews' FROM json_each(?1) WHERE true
  ON CONFLICT (tenant_id, day, path) DO UPDATE SET views = excluded.views, unique_views = excluded.unique_views`;
const READ_DAY = `
  SELECT page_views AS pageViews, unique_visitors AS uniqueVisitors, comments, reactions FROM daily_statistics
  WHERE day = ?1`;

export type DayTotals = Omit<DailyStatistics, "day" | "hours" | "pages">;

/** What an AnalyticsDO's outbox carries when its day is over. */
export interface StatisticsEvents {
  readonly days: DayTotals;
  readonly pages: PageStatistics;
}

/** Writes a day, over what was written of it before. */
export function saveStatisticsOf(day: string): StreamStatements {
  return {
    days: [{ sql: SAVE_DAY, values: [day] }],
    pages: [{ sql: SAVE_PAGES, values: [day] }],
  };
}

/** A day as reports read it, once it is over. */
export async function readDay(db: TenantDatabase, day: string): Promise<DayTotals | undefined> {
  return (await db.prepare(READ_DAY).bind(day).first<DayTotals>()) ?? undefined;
}
