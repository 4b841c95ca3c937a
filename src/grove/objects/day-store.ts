import { createTables, type ObjectStorage } from "#implementations/loom";
import type { BlogEvent, DailyStatistics, PageStatistics } from "../contracts/statistics.ts";

/** The statistics of one day, in the storage of its object. */
export interface DayStore {
  /** Counts events, in the caller's transaction. */
  count(events: readonly BlogEvent[]): void;
  read(): Omit<DailyStatistics, "day">;
  /** Forgets who the visitors were. */
  forgetVisitors(): void;
}

const STEPS = [
  `CREATE TABLE hours (
    hour INTEGER PRIMARY KEY,
    views INTEGER NOT NULL,
    visitors INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    reactions INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE pages (
    path TEXT NOT NULL PRIMARY KEY,
    views INTEGER NOT NULL,
    visitors INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE visitors (
    hash TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (hash, path)
  ) STRICT, WITHOUT ROWID`,
];

const COUNT_HOUR = `
  INSERT INTO hours (hour, views, visitors, comments, reactions) VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (hour) DO UPDATE SET views = views + ?2, visitors = visitors + ?3, comments = comments + ?4,
    reactions = reactions + ?5`;
const COUNT_PAGE = `
  INSERT INTO pages (path, views, visitors) VALUES (?1, ?2, ?3)
  ON CONFLICT (path) DO UPDATE SET views = views + ?2, visitors = visitors + ?3`;
const MEET = "INSERT INTO visitors (hash, path) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING 1";
const FORGET = "DELETE FROM visitors";
const HOURS = "SELECT hour, views, visitors, comments, reactions FROM hours";
const PAGES = `
  SELECT path, views, visitors AS uniqueViews FROM pages ORDER BY views DESC, path`;

/** Stands for the whole blog, where no path can: a path begins with a slash. */
const ANYWHERE = "";

interface Hour {
  hour: number;
  views: number;
  visitors: number;
  comments: number;
  reactions: number;
}

export function createDayStore(storage: ObjectStorage): DayStore {
  const { sql } = storage;
  const tables = createTables(storage, "day", STEPS);

  function read(query: string): unknown[] {
    return tables.isMade() ? [...sql.exec(query)] : [];
  }

  function isNew(visitor: string | undefined, path: string): boolean {
    return visitor !== undefined && [...sql.exec(MEET, visitor, path)].length > 0;
  }

  // Added up first, so that a batch is a row for each hour and page, and not for each event.
  function count(events: readonly BlogEvent[]): void {
    tables.make();
    const hours = new Map<number, Hour>();
    const pages = new Map<string, { views: number; visitors: number }>();
    for (const event of events) {
      const hour = new Date(event.at).getUTCHours();
      const sums = hours.get(hour) ?? { hour, views: 0, visitors: 0, comments: 0, reactions: 0 };
      hours.set(hour, sums);
      if (event.kind === "view") {
        const { visitor, path } = event;
        const page = pages.get(path) ?? { views: 0, visitors: 0 };
        pages.set(path, page);
        sums.views += 1;
        page.views += 1;
        if (isNew(visitor, ANYWHERE)) sums.visitors += 1;
        if (isNew(visitor, path)) page.visitors += 1;
      } else {
        sums[event.kind === "comment" ? "comments" : "reactions"] += 1;
      }
    }
    for (const { hour, views, visitors, comments, reactions } of hours.values()) {
      sql.exec(COUNT_HOUR, hour, views, visitors, comments, reactions);
    }
    for (const [path, { views, visitors }] of pages) sql.exec(COUNT_PAGE, path, views, visitors);
  }

  return {
    count,
    read() {
      const rows = read(HOURS) as Hour[];
      const sum = (of: (hour: Hour) => number): number => rows.reduce((total, hour) => total + of(hour), 0);
      return {
        pageViews: sum(({ views }) => views),
        uniqueVisitors: sum(({ visitors }) => visitors),
        comments: sum(({ comments }) => comments),
        reactions: sum(({ reactions }) => reactions),
        hours: Array.from({ length: 24 }, (_, hour) => rows.find((row) => row.hour === hour)?.views ?? 0),
        pages: read(PAGES) as PageStatistics[],
      };
    },
    forgetVisitors: () => void read(FORGET),
  };
}
