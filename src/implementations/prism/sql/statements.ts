import type {
  DeleteStmt,
  Expr,
  InsertStmt,
  Name,
  QualifiedName,
  ResultColumn,
  Select,
  SelectStmt,
  SetAssignment,
  Stmt,
  UpdateStmt,
  Upsert,
} from "sqlite3-parser";
import type { TenantTable } from "../schema/schema.ts";
import { orderBy, sorted } from "./expressions.ts";
import { folded, quoted, ROW_NUMBERS } from "./names.ts";
import { refuse } from "./refused.ts";
import { from, limit, resultColumns, withNames } from "./selects.ts";
import { isOf, open, type Written, written } from "./tables.ts";
import { print, TENANT, type Printers, type Writing } from "./writing.ts";

/** The statements of a tenant. What has no line here is refused. */
const STATEMENTS: Printers<SelectStmt | InsertStmt | UpdateStmt | DeleteStmt> = {
  SelectStmt: (w, { body }) => w.select(body),
  InsertStmt: (w, node) => withNames(w, node.with, () => insert(w, node)),
  UpdateStmt: (w, node) => withNames(w, node.with, () => asking(w, node, () => update(w, node))),
  DeleteStmt: (w, node) => withNames(w, node.with, () => asking(w, node, () => deletion(w, node))),
};

export function statement(w: Writing, node: Stmt): string {
  if (!isTenants(node)) return refuse(node, `${node.type} is not among the statements of a tenant`);
  if (node.type !== "SelectStmt") w.refer();
  return print(STATEMENTS, w, node);
}

function isTenants(node: Stmt): node is SelectStmt | InsertStmt | UpdateStmt | DeleteStmt {
  return node.type in STATEMENTS;
}

/** Writes what may ask the index that it writes to. */
function asking(w: Writing, { tblName }: UpdateStmt | DeleteStmt, write: () => string): string {
  const { name: own, called: name, shown } = written(w, tblName);
  return w.beside(shown ? [{ name, own, shown }] : [], write);
}

// #region update
function update(w: Writing, node: UpdateStmt): string {
  const table = written(w, node.tblName);
  return [
    `UPDATE${onConflict(node, table)} ${called(w, table, node.tblName)} SET ${sets(w, table, node.sets)}`,
    node.from ? ` FROM ${from(w, node.from)}` : "",
    ` WHERE ${ownRows(w, table, node.whereClause)}`,
    returning(w, table, node.returning),
    node.orderBy ? orderBy(w, node.orderBy) : "",
    limit(w, node.limit),
  ].join("");
}
// #endregion update

function deletion(w: Writing, node: DeleteStmt): string {
  const table = written(w, node.tblName);
  if (node.indexed) refuse(node.indexed, "which index is used is SQLite's to say");
  return [
    `DELETE FROM ${called(w, table, node.tblName)}`,
    ` WHERE ${ownRows(w, table, node.whereClause)}`,
    returning(w, table, node.returning),
    node.orderBy ? orderBy(w, node.orderBy) : "",
    limit(w, node.limit),
  ].join("");
}

/**
 * The tenant's rows for which `where` holds. The tenant's condition comes first: what the author's finds wrong in a row, it finds
 * in a row of the tenant's. SQLite would ask first what an index of all tenants can answer, but not of a CASE.
 */
function ownRows(w: Writing, { called: name, column, spans }: Written, where: Expr | undefined): string {
  const own = isOf(name, column);
  if (!where) return own;
  if (!spans || !w.raises()) return `${own} AND (${w.expression(where)})`;
  return `${own} AND CASE WHEN ${own} THEN ${w.deeper(where, () => w.expression(where))} END`;
}

function insert(w: Writing, node: InsertStmt): string {
  const table = written(w, node.tblName);
  const columns = node.columns ?? [];
  if (node.body.type === "SelectInsertBody" && columns.length === 0) {
    refuse(
      node.tblName,
      `the columns are to be named, without ${table.column}, which is not the statement's to say`,
    );
  }
  for (const column of columns) onlyOther(table, column);
  const list = [table.column, ...columns.map(({ text }) => text)].map(quoted).join(", ");
  const body =
    node.body.type === "SelectInsertBody"
      ? rows(w, node.body.select, mayTakeOthers(node)) + upserts(w, table, node.body.upsert)
      : `VALUES (${TENANT})`;
  return `INSERT${onConflict(node, table)} INTO ${called(w, table, node.tblName)} (${list}) ${body}${returning(w, table, node.returning)}`;
}

/** The rows to insert, each with the tenant before it; all of them read before the first is written, where that is asked for. */
function rows(w: Writing, node: Select, isReadFirst: boolean): string {
  if (node.select.type === "SelectValues" && !node.with && !node.compounds) {
    return `VALUES ${node.select.values.map(({ values }) => `(${TENANT}, ${w.expressions(values)})`).join(", ")}`;
  }
  // WHERE, because SQLite would take the ON of an ON CONFLICT for a join's.
  const owned = (source: string): string => `SELECT ${TENANT}, * FROM ${source} WHERE true`;
  const select = w.select(node);
  return isReadFirst ? `WITH ${READ} AS MATERIALIZED (${select}) ${owned(READ)}` : owned(`(${select})`);
}

/** A name that no table has, nor any common table expression as it is printed. */
const READ = quoted("rows to insert");

/**
 * Whether a row that is in the way is deleted or changed, and what a foreign key ties to it: SQLite goes on reading that, and what
 * it then finds is by the plan it has made.
 */
function mayTakeOthers({ orConflict, body }: InsertStmt): boolean {
  let upsert = body.type === "SelectInsertBody" ? body.upsert : undefined;
  while (upsert && upsert.doClause.type === "NothingUpsertDo") upsert = upsert.next;
  return orConflict === "Replace" || upsert !== undefined;
}

/** The row that is in the way is the tenant's too: under an excused key it need not be. */
function upserts(w: Writing, table: Written, node: Upsert | undefined): string {
  if (!node) return "";
  const { index, doClause } = node;
  const where = index?.whereClause ? ` WHERE ${w.expression(index.whereClause)}` : "";
  const target = index ? ` (${sorted(w, index.targets)})${where}` : "";
  const act =
    doClause.type === "NothingUpsertDo"
      ? "NOTHING"
      : `UPDATE SET ${sets(w, table, doClause.sets)} WHERE ${ownRows(w, table, doClause.whereClause)}`;
  return ` ON CONFLICT${target} DO ${act}${upserts(w, table, node.next)}`;
}

function sets(w: Writing, table: TenantTable, assignments: readonly SetAssignment[]): string {
  return assignments
    .map(({ colNames, expr }) => {
      for (const column of colNames) onlyOther(table, column);
      const names = colNames.map(({ text }) => quoted(text)).join(", ");
      return `${colNames.length === 1 ? names : `(${names})`} = ${w.expression(expr)}`;
    })
    .join(", ");
}

/** No statement says whose a row is, nor which number it has, nor commands an index. */
function onlyOther({ name, column, shown }: TenantTable, { text, span }: Name): void {
  const said = folded(text);
  if (said === folded(column)) refuse({ span }, `${text} is not the statement's to say`);
  if (ROW_NUMBERS.has(said)) refuse({ span }, `${text} counts the rows of all tenants`);
  if (shown && (said === folded(name) || said === "rank"))
    refuse({ span }, `${text} commands the whole index`);
}

function onConflict({ orConflict, span }: InsertStmt | UpdateStmt, { spans }: TenantTable): string {
  if (!orConflict) return "";
  // Locally a conflict under OR ROLLBACK ends the runtime's own transaction, with other requests' writes in it.
  if (orConflict === "Rollback" || orConflict === "Fail") {
    refuse({ span }, `OR ${orConflict.toUpperCase()} ends more than the statement`);
  }
  if (orConflict === "Replace" && spans === "key") {
    refuse({ span }, "OR REPLACE could delete a row of another tenant here");
  }
  return ` OR ${orConflict.toUpperCase()}`;
}

function called(w: Writing, { name }: TenantTable, { alias }: QualifiedName): string {
  return open(w, name) + (alias ? ` AS ${quoted(alias.text)}` : "");
}

/**
 * What is answered of each row. SQLite asks a subquery there again for every row if the table that is written to stands in its
 * FROM, and only once if it stands deeper, as it does when it is scoped.
 */
function returning(w: Writing, { name }: TenantTable, columns: readonly ResultColumn[] | undefined): string {
  if (!columns) return "";
  w.extent.closed = name;
  const answer = resultColumns(w, columns, { isNamed: true, from: undefined });
  w.extent.closed = undefined;
  return ` RETURNING ${answer}`;
}
