/** The tables of one object, made when something is first kept, so that an object of nobody leaves nothing behind. */
export interface ObjectSchema {
  /** Whether anything was ever kept. If so the tables are there, and as the newest step leaves them. */
  isMade(): boolean;
  /** Makes the tables, or brings them up to date; nothing if they are. */
  make(): void;
}

/** `steps` are appended to and never changed: an object that was last awake at step 2 goes on with step 3. */
export function createObjectSchema(storage: DurableObjectStorage, steps: readonly string[]): ObjectSchema {
  const { sql } = storage;
  let done: number | undefined;

  function readDone(): number {
    const isBegun = sql.exec("SELECT 1 FROM sqlite_schema WHERE name = 'schema_steps'").toArray().length > 0;
    return isBegun ? sql.exec<{ done: number }>("SELECT done FROM schema_steps").one().done : 0;
  }

  function make(): void {
    done ??= readDone();
    if (done >= steps.length) return;
    const left = steps.slice(done);
    storage.transactionSync(() => {
      if (done === 0)
        sql.exec(
          "CREATE TABLE schema_steps (done INTEGER NOT NULL) STRICT; INSERT INTO schema_steps VALUES (0)",
        );
      for (const step of left) sql.exec(step);
      sql.exec("UPDATE schema_steps SET done = ?", steps.length);
    });
    done = steps.length;
  }

  function isMade(): boolean {
    done ??= readDone();
    if (done === 0) return false;
    make();
    return true;
  }

  return { isMade, make };
}
