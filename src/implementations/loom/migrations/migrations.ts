import type { ObjectStorage } from "./storage.ts";

/** The tables of one component of an object, made when something is first kept: an object of nobody leaves nothing behind. */
export interface Tables {
  /** Whether anything was ever kept. If so the tables are there, and as the newest step leaves them. */
  isMade(): boolean;
  /** Makes the tables, or brings them up to date; nothing if they are. */
  make(): void;
}

interface StepRow {
  readonly step: number;
  readonly hash: string;
}

const MAKE = `CREATE TABLE IF NOT EXISTS loom_steps (
  component TEXT NOT NULL,
  step INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (component, step)
) STRICT, WITHOUT ROWID`;
const DONE = "SELECT step, hash FROM loom_steps WHERE component = ? ORDER BY step";
const ADD = "INSERT INTO loom_steps (component, step, hash) VALUES (?, ?, ?)";

/**
 * `steps` are appended to and never changed: an object that was last awake at step 2 goes on with step 3, in one
 * transaction. Throws if a step has changed since it was applied. A step that only a newer deploy knows is left alone, so
 * that a deploy can be taken back: let steps add, and not take away.
 */
export function createTables(storage: ObjectStorage, component: string, steps: readonly string[]): Tables {
  const { sql } = storage;
  const hashes = steps.map(hashOf);
  let found: number | undefined;
  let isMaking = false;

  function readDone(): number {
    if (!isThere("loom_steps")) return 0;
    const rows = [...sql.exec(DONE, component)] as unknown as StepRow[];
    for (const { step, hash } of rows) {
      const own = hashes[step - 1];
      if (own === undefined || own === hash) continue;
      throw new Error(`Cannot migrate ${component}: step ${step} has changed since it was applied`);
    }
    return rows.length;
  }

  function isThere(table: string): boolean {
    return [...sql.exec("SELECT 1 FROM sqlite_schema WHERE name = ?", table)].length > 0;
  }

  /** Read again after the turn that made the tables: the transaction that it did so in may have been undone. */
  function doneSteps(): number {
    const done = found ?? readDone();
    if (done >= steps.length && !isMaking) found = done;
    return done;
  }

  // #region migrate
  function make(): void {
    const done = doneSteps();
    if (done >= steps.length) return;
    isMaking = true;
    // By then the transaction around this has ended too, for it is synchronous.
    queueMicrotask(() => (isMaking = false));
    storage.transactionSync(() => {
      sql.exec(MAKE);
      for (const [i, step] of steps.entries()) {
        if (i < done) continue;
        sql.exec(step);
        sql.exec(ADD, component, i + 1, hashes[i] ?? "");
      }
    });
  }
  // #endregion migrate

  function isMade(): boolean {
    if (doneSteps() === 0) return false;
    make();
    return true;
  }

  return { isMade, make };
}

/** FNV-1a of 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/), enough to notice an edit. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
