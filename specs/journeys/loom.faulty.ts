/** What happens to a batch between an object and D1. */
export type D1Fault =
  /** It fails, and nothing was written. */
  | "refuse"
  /** It is written, and its answer is lost. */
  | "lose answer"
  /** It is never answered, and written when `settle` is called. */
  | "write late"
  /** It is never answered, and never written. */
  | "never answer";

/** D1 with faults in front of it, and an account of what it was asked to write. */
export interface FaultyD1 {
  readonly db: D1Database;
  /** What happens to the next batches that write, in order; those beyond go well. */
  readonly faults: D1Fault[];
  /** Batches that were sent. */
  batches(): number;
  /** Rows that D1 says were written. */
  rowsWritten(): number;
  /** Writes what was to be written late, and says how many of those D1 has accepted. */
  settle(): Promise<number>;
}

export function faultyD1(real: D1Database): FaultyD1 {
  const faults: D1Fault[] = [];
  const late: (() => Promise<unknown>)[] = [];
  let [batches, rows] = [0, 0];

  async function write(statements: D1PreparedStatement[]): Promise<D1Result[]> {
    const results = await real.batch(statements);
    for (const { meta } of results) rows += meta.rows_written;
    return results;
  }

  async function batch(statements: D1PreparedStatement[]): Promise<D1Result[]> {
    batches += 1;
    const fault = faults.shift();
    if (fault === "refuse") throw new Error("D1_ERROR: D1 DB is overloaded. Requests queued for too long.");
    if (fault === "never answer") return await new Promise(() => undefined);
    if (fault === "write late") {
      late.push(async () => await write(statements));
      return await new Promise(() => undefined);
    }
    const results = await write(statements);
    if (fault === "lose answer") throw new Error("D1_ERROR: Network connection lost.");
    return results;
  }

  return {
    db: { prepare: (sql: string) => real.prepare(sql), batch } as unknown as D1Database,
    faults,
    batches: () => batches,
    rowsWritten: () => rows,
    async settle() {
      const outcomes = await Promise.allSettled(late.splice(0).map(async (act) => await act()));
      return outcomes.filter(({ status }) => status === "fulfilled").length;
    },
  };
}

/** An object's storage with an account of the rows that it is billed for: those written, and each setting of the alarm. */
export function billedState(ctx: DurableObjectState): {
  readonly ctx: DurableObjectState;
  readonly rows: () => number;
  /** How many of the rows are settings of the alarm. */
  readonly alarms: () => number;
} {
  let [rows, alarms] = [0, 0];
  const sql = {
    exec(query: string, ...values: unknown[]) {
      const cursor = ctx.storage.sql.exec(query, ...values);
      const found = cursor.toArray();
      rows += cursor.rowsWritten;
      return Object.assign(found, { rowsWritten: cursor.rowsWritten });
    },
  };
  const storage = {
    sql,
    transactionSync: <Result>(act: () => Result): Result => ctx.storage.transactionSync(act),
    sync: async (): Promise<void> => await ctx.storage.sync(),
    // Counted and not set: the test fires it.
    setAlarm: (): void => void (alarms += 1),
  };
  return {
    ctx: { id: ctx.id, storage } as unknown as DurableObjectState,
    rows: () => rows + alarms,
    alarms: () => alarms,
  };
}
