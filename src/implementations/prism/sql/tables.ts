import type { Expr, Name, QualifiedName } from "sqlite3-parser";
import type { TenantTable } from "../schema/schema.ts";
import { folded, quoted } from "./names.ts";
import { refuse } from "./refused.ts";
import { TENANT, type Writing } from "./writing.ts";

// #region rows
/** What stands in a table's place: the tenant's rows of it, and nothing else. */
export function rowsOf(w: Writing, table: QualifiedName): string {
  onlyMain(table);
  const { objName } = table;
  if (!table.dbName && w.sees(objName.text)) return named(objName.text);
  const name = folded(objName.text);
  if (w.shared.has(name)) return open(w, name);
  const found = w.schema.get(name) ?? refuseTable(objName);
  if (found.kind === "tenant") {
    if (w.extent.closed === found.name) refuse(objName, `a RETURNING reads no other row of ${found.name}`);
    return tenantRows(w, found);
  }
  const list = found.columns ? `(${found.columns.map(({ text }) => quoted(text)).join(", ")})` : "";
  const body = w.inView(found).select(found.select);
  const rows =
    list === ""
      ? `(${body})`
      : `(WITH ${named(found.name)}${list} AS (${body}) SELECT * FROM ${named(found.name)})`;
  return found.shared.size > 0 && w.raises() ? `(SELECT * FROM ${rows}${APART})` : rows;
}

function tenantRows(w: Writing, { name, column, shown, spans }: TenantTable, search = ""): string {
  const columns = shown ? `*, ${quoted(name)}` : "*";
  const apart = spans && w.raises() ? APART : "";
  return `(SELECT ${columns} FROM ${open(w, name)}${search} WHERE ${isOf(name, column)}${apart})`;
}

/** Keeps the conditions of what reads a SELECT out of it: SQLite asks first what an index can answer, and last of a subquery. */
const APART = " LIMIT -1 OFFSET 0";
// #endregion rows

/** A full-text index as a function of what is searched for. */
export function matchesOf(w: Writing, table: QualifiedName, args: readonly Expr[]): string {
  onlyMain(table);
  const { objName } = table;
  const found = w.schema.get(folded(objName.text));
  const isSearch = found?.kind === "tenant" && found.shown !== undefined && args.length === 1;
  if (!isSearch) refuse(objName, `the table ${objName.text}() is not among those admitted`);
  return tenantRows(w, found, `(${w.expressions(args)})`);
}

/** The columns that a star stands for in the place of a full-text index; nothing for all else. */
export function shownColumns(w: Writing, { dbName, objName }: QualifiedName): readonly string[] | undefined {
  if (!dbName && w.sees(objName.text)) return undefined;
  const found = w.schema.get(folded(objName.text));
  return found?.kind === "tenant" ? found.shown : undefined;
}

/** A table that a statement writes to, and the name that it has there. */
export interface Written extends TenantTable {
  readonly called: string;
}

export function written(w: Writing, table: QualifiedName): Written {
  onlyMain(table);
  const { alias, objName } = table;
  const found = w.schema.get(folded(objName.text)) ?? refuseTable(objName);
  if (found.kind === "view") return refuse(objName, `nothing is written to ${found.name}`);
  return { ...found, called: (alias ?? objName).text };
}

/** Names a table itself, and notes that it is opened. */
export function open(w: Writing, name: string): string {
  w.extent.tables.add(name);
  w.extent.opened += 1;
  return `"main".${quoted(name)}`;
}

/**
 * That a row is the tenant's. With its table's name: SQLite takes a `"tenant_id"` that is no column for a text, and a
 * `"posts"."tenant_id"` never.
 */
export function isOf(table: string, column: string): string {
  return `${quoted(table)}.${quoted(column)} = ${TENANT}`;
}

/** A common table expression, by a name that no table has: whatever is seen where, none is opened by mistake. */
export function named(name: string): string {
  return quoted(`with ${name}`);
}

function onlyMain({ dbName }: QualifiedName): void {
  if (dbName && folded(dbName.text) !== "main") refuse(dbName, `there is no database ${dbName.text} here`);
}

function refuseTable(name: Name): never {
  return refuse(name, `there is no table ${name.text} here`);
}
