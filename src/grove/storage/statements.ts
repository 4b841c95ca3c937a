import type { ScopedStatement, TenantDatabase } from "#implementations/prism";
import { type NewStatement, ROWS_SHOWN, type StatementOutcome } from "../contracts/statement.ts";

/** Why a statement is not run here, though it stays within its tenant. */
export type TooMuch = string;

/** More than a tenant's own rows can be made of any statement that stays below these. */
const MOST_REFERENCES = 4;
const MOST_STEPS = 1_000_000;
/** As many characters as one row of a VALUES has at least, with its comma. */
const SHORTEST_ROW = 4;

/** What a stranger may change. Who belongs to a tenant, and how long it lives, is Grove's to say. */
const CHANGED: ReadonlySet<string> = new Set(["comments", "notes", "posts"]);

/** Functions that make much of little. */
const SWELLING = /\b(format|hex|json_each|json_tree|printf|quote|randomblob|replace|zeroblob)\(/;

/**
 * Whether a stranger's statement could work for long, and why. A statement that names `n` things of at most `r` rows each
 * looks at no more than `r^n`, up to four of them; who inserts may read nothing else, or a table could double with each.
 */
export async function judgeWork(
  db: TenantDatabase,
  sql: string,
  { act, tables, references, recurses, sql: scoped }: ScopedStatement,
): Promise<TooMuch | undefined> {
  if (recurses) return "a WITH that reads itself is not run in a sandbox";
  if (references > MOST_REFERENCES)
    return `it names ${references} tables, and at most ${MOST_REFERENCES} are read in a sandbox`;
  if (act === "insert" && references > 1) return "an INSERT reads no table in a sandbox";
  const kept = act === "select" ? undefined : [...tables].find((table) => !CHANGED.has(table));
  if (kept !== undefined) return `a statement that changes something leaves ${kept} alone in a sandbox`;
  const [, swelling] = SWELLING.exec(scoped) ?? [];
  if (swelling) return `${swelling}() is not called in a sandbox`;
  const rows = Math.max(await mostRows(db, [...tables]), sql.length / SHORTEST_ROW);
  return rows ** references > MOST_STEPS ? "it could look at more than a million rows" : undefined;
}

async function mostRows(db: TenantDatabase, tables: readonly string[]): Promise<number> {
  if (tables.length === 0) return 0;
  const counts = await db.batch<{ n: number }>(
    tables.map((table) => db.prepare(`SELECT count(*) AS n FROM ${table}`)),
  );
  return Math.max(...counts.map(({ results }) => results[0]?.n ?? 0));
}

/** Runs a statement. Throws what the database says of one that it cannot run. */
export async function runStatement(
  db: TenantDatabase,
  { sql, values = [] }: NewStatement,
): Promise<Pick<StatementOutcome, "rows" | "more" | "changes">> {
  const statement = db.prepare(sql);
  const bound = values.length === 0 ? statement : statement.bind(...values);
  const { results, meta } = await bound.all();
  return {
    rows: results.slice(0, ROWS_SHOWN),
    more: results.length > ROWS_SHOWN,
    changes: meta.changes,
  };
}
