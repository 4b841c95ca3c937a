import type { ObjectStorage, Sql } from "../migrations/storage.ts";

/** What is counted of an object's storage: `ctx.storage` has it. */
interface BilledStorage extends ObjectStorage {
  readonly sql: {
    exec(...asked: Parameters<Sql["exec"]>): ReturnType<Sql["exec"]> & { readonly rowsWritten: number };
  };
  setAlarm(at: number): unknown;
}

type Database = Pick<D1Database, "prepare" | "batch">;

/** The rows that Cloudflare bills for what goes through here. It is kept in memory, for as long as a life of an object lasts. */
export interface Bill {
  /** Rows that storage and D1 say were written, and one for each setting of the alarm. What was rolled back counts. */
  rows(): number;
  /** What a statement gives back is read to its end: one with RETURNING that is left halfway keeps an object from committing. */
  storage(counted: BilledStorage): Omit<BilledStorage, "sql"> & ObjectStorage;
  /** Batches are counted, and no statement that is run by itself. */
  database(counted: Database): Database;
}

/** Begins a bill with no rows. */
export function createBill(): Bill {
  let rows = 0;
  return {
    rows: () => rows,
    storage: (counted) => ({
      sql: {
        exec(...asked) {
          const cursor = counted.sql.exec(...asked);
          const found = [...cursor];
          rows += cursor.rowsWritten;
          return found;
        },
      },
      transactionSync: (act) => counted.transactionSync(act),
      setAlarm(at) {
        rows += 1;
        return counted.setAlarm(at);
      },
    }),
    database: (counted) => ({
      prepare: (sql) => counted.prepare(sql),
      async batch(statements: D1PreparedStatement[]) {
        const results = await counted.batch<never>(statements);
        for (const { meta } of results) rows += meta.rows_written;
        return results;
      },
    }),
  };
}
