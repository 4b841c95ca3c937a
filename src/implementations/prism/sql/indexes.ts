import type { FromClause, SelectTable, StarResultColumn, TableStarResultColumn } from "sqlite3-parser";
import { isJoinedBy, LEFT, NATURAL, RIGHT } from "./joins.ts";
import { folded, quoted } from "./names.ts";
import { type Placed, placed, placedTable, tablesOf } from "./placed.ts";
import { refuse } from "./refused.ts";
import type { Index, Writing } from "./writing.ts";

type Star = StarResultColumn | TableStarResultColumn;

/** A star, which does not stand for the column by which a full-text index is asked what matches. */
export function star(w: Writing, node: Star, from: FromClause | undefined): string {
  const all = placed(w, from);
  const table = node.type === "TableStarResultColumn" ? node.table.text : undefined;
  const meant = table === undefined ? all : [placedAs(table, all)];
  if (meant.every(({ shown }) => !shown)) return table === undefined ? "*" : `${quoted(table)}.*`;
  // A star names such a column once, or finds it ambiguous, and names that are written out would not.
  if (from && isMerged(from))
    refuse(node, "beside a full-text index the columns of a join by their names are to be named");
  return meant.map((each) => columns(each, node)).join(", ");
}

function placedAs(name: string, all: readonly Placed[]): Placed {
  const one = all.find((each) => each.name !== undefined && folded(each.name) === folded(name));
  return { name, shown: one?.shown };
}

function columns({ name, shown }: Placed, node: Star): string {
  if (name === undefined) return refuse(node, "beside a full-text index a subquery is to have a name");
  return shown ? shown.map((column) => `${quoted(name)}.${quoted(column)}`).join(", ") : `${quoted(name)}.*`;
}

/** Two full-text indexes would be joined by what matches, too. */
export function refuseNaturalIndex(w: Writing, from: FromClause): void {
  const natural = from.joins?.find((joined) => isJoinedBy(joined, NATURAL));
  if (natural && placed(w, from).some(({ shown }) => shown)) {
    refuse(natural, "a full-text index is joined by columns that are named");
  }
}

/**
 * The indexes among these tables that can be asked what matches. SQLite asks them where they stand, and moves no question
 * into what an outer join may leave empty.
 */
export function askable(w: Writing, from: FromClause | undefined): readonly Index[] {
  const joins = from?.joins ?? [];
  if (joins.some((joined) => isJoinedBy(joined, RIGHT))) return [];
  const found: Index[] = [];
  const note = (table: SelectTable): void => {
    for (const { name, own, shown } of placedTable(w, table))
      if (name !== undefined && own !== undefined && shown) found.push({ name, own, shown });
  };
  if (from?.select) note(from.select);
  for (const joined of joins) if (!isJoinedBy(joined, LEFT)) note(joined.table);
  return found;
}

function isMerged(from: FromClause): boolean {
  return (
    from.joins?.some(({ constraint }) => constraint?.type === "UsingJoinConstraint") ||
    tablesOf(from).some((table) => table.type === "SubSelectTable" && isMerged(table.from))
  );
}
