import { byteLength } from "./backlog.ts";
import type { Marks } from "./overlay.ts";
import type { Batch, Sink, Written } from "./sink.ts";
import type { Json } from "./streams.ts";

/**
 * What D1 takes, held here because the local simulator lets more through: a value of two million bytes, a statement of a
 * hundred thousand, a hundred parameters (https://developers.cloudflare.com/d1/platform/limits/). A hundred statements
 * to a batch is advice, not a documented limit.
 */
export const D1_LIMITS = {
  valueBytes: 2_000_000,
  statementBytes: 100_000,
  parameters: 100,
  statements: 100,
} as const;

/** Some room for the brackets and commas between rows. */
const MOST_BYTES = 1_900_000;
const MOST_EVENTS = 1_000;

// #region watermark
// Where the mark is not where the batch takes it to be, this is NULL, which the column refuses, and all is rolled back.
const MOVE = `
  INSERT INTO loom_watermarks (source, epoch, place, at)
  SELECT ?1, ?2, CASE WHEN ifnull(
    (SELECT place FROM loom_watermarks WHERE source = ?1 AND epoch = ?2), 0
  ) = ?3 THEN ?4 END, ?5
  WHERE true
  ON CONFLICT DO UPDATE SET place = excluded.place, at = excluded.at`;
// #endregion watermark

const MOVED = "NOT NULL constraint failed: loom_watermarks.place";
const READ = "SELECT place FROM loom_watermarks WHERE source = ?1 AND epoch = ?2";
const MARKS =
  "SELECT epoch, place FROM loom_watermarks WHERE source = ?1 AND epoch IN (SELECT value FROM json_each(?2))";

/** Errors that the same rows would meet again. Others, such as a missing table, are the database's and may pass. */
const POISON = /SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)|malformed JSON/;

/** Rows that one value cannot hold: folding has made them longer than their events. They are not sent. */
class TooLong extends RangeError {}

/** What is needed of D1. */
type Database = Pick<D1Database, "prepare" | "batch">;

/** A statement that is given the rows as `?1`, a JSON array, and `values` as `?2` and on. */
export interface RowsStatement {
  readonly sql: string;
  readonly values?: readonly (string | number)[];
}

/** For each stream the statements that write its rows. */
export type StreamStatements = Readonly<Record<string, readonly RowsStatement[]>>;

/**
 * Writes batches to D1, each in one `batch`, which is one transaction. The database has the table `loom_watermarks`, unique by
 * source and epoch.
 * Throws a RangeError for more or longer statements than D1 takes, and what `db` throws for one that it does not prepare:
 * a tenant's share of a database adds to each, and knows how much.
 */
export function createD1Sink(db: Database, statements: StreamStatements): Sink {
  requireFit(statements);
  for (const { sql } of Object.values(statements).flat()) db.prepare(sql);

  function prepare(stream: string, rows: readonly Json[]): D1PreparedStatement[] {
    const own = statements[stream];
    if (!own) throw new Error(`Cannot write to D1: no statements are there for the stream "${stream}"`);
    const text = JSON.stringify(rows);
    const bytes = byteLength(text);
    if (bytes > D1_LIMITS.valueBytes) {
      throw new TooLong(
        `Cannot write to D1: the rows of ${stream} have ${bytes} bytes, they may have ${D1_LIMITS.valueBytes}`,
      );
    }
    return own.map(({ sql, values = [] }) => db.prepare(sql).bind(text, ...values));
  }

  async function write({ source, epoch, after, to, at, rows }: Batch): Promise<Written> {
    const move = db.prepare(MOVE).bind(source, epoch, after, to, at);
    const writes = [...rows].flatMap(([stream, own]) => prepare(stream, own));
    try {
      await db.batch([move, ...writes]);
      return { kind: "written" };
    } catch (error) {
      if (!messageOf(error).includes(MOVED)) throw error;
      const row = await db.prepare(READ).bind(source, epoch).first<{ place: number }>();
      return { kind: "elsewhere", mark: row?.place ?? 0 };
    }
  }

  return {
    write,
    isPoison: (error) => error instanceof TooLong || POISON.test(messageOf(error)),
    most: { events: MOST_EVENTS, bytes: MOST_BYTES },
  };
}

/** Reads how far a source has come: run it in one batch with the rows that an overlay is laid over. */
export function marksStatement(
  db: Pick<Database, "prepare">,
  source: string,
  epochs: readonly string[],
): D1PreparedStatement {
  return db.prepare(MARKS).bind(source, JSON.stringify(epochs));
}

/** What `marksStatement` has read. */
export function marksOf(results: readonly unknown[]): Marks {
  return Object.fromEntries(
    (results as { epoch: string; place: number }[]).map((row) => [row.epoch, row.place]),
  );
}

function requireFit(statements: StreamStatements): void {
  const all = Object.values(statements).flat();
  if (all.length >= D1_LIMITS.statements) {
    throw new RangeError(
      `Cannot write to D1: ${all.length} statements and the watermark's, a batch has ${D1_LIMITS.statements} at most`,
    );
  }
  const encoder = new TextEncoder();
  for (const { sql, values = [] } of all) {
    const bytes = encoder.encode(sql).length;
    if (bytes > D1_LIMITS.statementBytes) {
      throw new RangeError(
        `Cannot write to D1: a statement has ${bytes} bytes, it may have ${D1_LIMITS.statementBytes}`,
      );
    }
    if (values.length >= D1_LIMITS.parameters) {
      throw new RangeError(
        `Cannot write to D1: a statement has ${values.length} values and the rows, it may have ${D1_LIMITS.parameters}`,
      );
    }
    const longest = Math.max(0, ...values.map((value) => encoder.encode(`${value}`).length));
    if (longest > D1_LIMITS.valueBytes) {
      throw new RangeError(
        `Cannot write to D1: a value has ${longest} bytes, it may have ${D1_LIMITS.valueBytes}`,
      );
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
