import type { FromClause, SelectTable } from "sqlite3-parser";
import { shownColumns } from "./tables.ts";
import type { Writing } from "./writing.ts";

/** One table of a FROM, by the name that it has there. */
export interface Placed {
  readonly name: string | undefined;
  /** As the schema names it, if it is of the schema. */
  readonly own?: string;
  /** Of a full-text index, what a star stands for. */
  readonly shown: readonly string[] | undefined;
}

export function placed(w: Writing, from: FromClause | undefined): Placed[] {
  return tablesOf(from).flatMap((table) => placedTable(w, table));
}

/** What stands in a FROM, beside each other. */
export function tablesOf(from: FromClause | undefined): SelectTable[] {
  const { select, joins = [] } = from ?? {};
  return [...(select ? [select] : []), ...joins.map(({ table }) => table)];
}

export function placedTable(w: Writing, table: SelectTable): Placed[] {
  const name = table.alias?.name.text;
  if (table.type === "SubSelectTable" && name === undefined) return placed(w, table.from);
  if (table.type === "TableSelectTable") {
    const { text: own } = table.tblName.objName;
    return [{ name: name ?? own, own, shown: shownColumns(w, table.tblName) }];
  }
  const called = table.type === "TableCallSelectTable" ? table.tblName.objName.text : undefined;
  return [{ name: name ?? called, shown: undefined }];
}
