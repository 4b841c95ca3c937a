import type { SavedWindow } from "../window/window.ts";

/** Where windows are kept that must outlive the memory they are counted in. */
export interface WindowStore {
  load(counter: string): SavedWindow | undefined;
  /** Replaces what was kept for the counter. All of it will have left the window at `until`, epoch milliseconds. */
  save(counter: string, saved: SavedWindow, until: number): void;
  forget(counter: string): void;
  /** Forgets the windows that are empty by now. */
  sweep(now: number): void;
}

export function createMemoryWindowStore(): WindowStore {
  const kept = new Map<string, { readonly saved: string; readonly until: number }>();
  return {
    load(counter) {
      const row = kept.get(counter);
      return row && (JSON.parse(row.saved) as SavedWindow);
    },
    save(counter, saved, until) {
      kept.set(counter, { saved: JSON.stringify(saved), until });
    },
    forget: (counter) => void kept.delete(counter),
    sweep(now) {
      for (const [counter, { until }] of kept) if (until <= now) kept.delete(counter);
    },
  };
}

/** What is needed of a Durable Object's SQL storage. */
export interface Sql {
  exec(query: string, ...values: (string | number)[]): Iterable<Record<string, unknown>>;
}

/** One row for each window, so that keeping an admission is one row written. */
export function createSqlWindowStore(sql: Sql): WindowStore {
  let isMade = false;

  /** A table is made when there is something to keep: whoever is only asked about leaves nothing behind. */
  function isThere(): boolean {
    isMade ||= [...sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'windows'")].length > 0;
    return isMade;
  }

  function make(): void {
    sql.exec(
      "CREATE TABLE windows (counter TEXT NOT NULL PRIMARY KEY, saved TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    );
    isMade = true;
  }

  return {
    load(counter) {
      if (!isThere()) return undefined;
      const [row] = sql.exec("SELECT saved FROM windows WHERE counter = ?", counter);
      return row && (JSON.parse(String(row["saved"])) as SavedWindow);
    },
    save(counter, saved, until) {
      if (!isThere()) make();
      const text = JSON.stringify(saved);
      sql.exec("INSERT OR REPLACE INTO windows VALUES (?, ?, ?)", counter, text, Math.ceil(until));
    },
    forget(counter) {
      if (isThere()) sql.exec("DELETE FROM windows WHERE counter = ?", counter);
    },
    sweep(now) {
      if (isThere()) sql.exec("DELETE FROM windows WHERE until <= ?", Math.floor(now));
    },
  };
}
