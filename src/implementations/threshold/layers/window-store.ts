import type { SavedWindow } from "../window/window.ts";

/** Where windows are kept that must outlive the memory they are counted in. */
export interface WindowStore {
  load(counter: string): SavedWindow | undefined;
  /** Replaces what was kept for the counter. All of it will have left the window at `until`, epoch milliseconds. */
  save(counter: string, saved: SavedWindow, until: number): void;
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
  function run(query: string, ...values: (string | number)[]): Record<string, unknown>[] {
    if (!isMade) {
      sql.exec(
        "CREATE TABLE IF NOT EXISTS windows (counter TEXT NOT NULL PRIMARY KEY, saved TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID",
      );
      isMade = true;
    }
    return [...sql.exec(query, ...values)];
  }

  return {
    load(counter) {
      const [row] = run("SELECT saved FROM windows WHERE counter = ?", counter);
      return row && (JSON.parse(String(row["saved"])) as SavedWindow);
    },
    save(counter, saved, until) {
      run(
        "INSERT OR REPLACE INTO windows VALUES (?, ?, ?)",
        counter,
        JSON.stringify(saved),
        Math.ceil(until),
      );
    },
    sweep(now) {
      run("DELETE FROM windows WHERE until <= ?", Math.floor(now));
    },
  };
}
