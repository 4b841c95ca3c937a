import { type CommonTableExpr, type Stmt, traverse } from "sqlite3-parser";
import { folded } from "./names.ts";

/** How much a statement may ask of a database, whatever is in there. */
export interface Work {
  readonly act: "select" | "insert" | "update" | "delete";
  /** How often it names something to read from or to write to, subqueries in a FROM among them. */
  readonly references: number;
  /** Whether a WITH reads itself: SQLite asks for no RECURSIVE. */
  readonly recurses: boolean;
}

/** Measures a statement as its author wrote it. What a view names inside is not counted. */
export function workOf(node: Stmt): Work {
  let references = 0;
  let recurses = false;
  const count = (): void => void (references += 1);
  traverse(node, {
    nodes: {
      TableSelectTable: count,
      TableCallSelectTable: count,
      SelectSelectTable: count,
      InTableExpr: count,
      InsertStmt: count,
      UpdateStmt: count,
      DeleteStmt: count,
      CommonTableExpr: (cte) => void (recurses ||= readsItself(cte)),
    },
  });
  return { act: ACTS[node.type] ?? "select", references, recurses };
}

const ACTS: { readonly [Kind in Stmt["type"]]?: Work["act"] } = {
  InsertStmt: "insert",
  UpdateStmt: "update",
  DeleteStmt: "delete",
};

function readsItself({ tblName, select }: CommonTableExpr): boolean {
  let reads = false;
  const look = ({ objName }: { readonly objName: { readonly text: string } }): void => {
    if (folded(objName.text) === folded(tblName.text)) reads = true;
  };
  traverse(select, {
    nodes: { TableSelectTable: (table) => look(table.tblName), InTableExpr: ({ rhs }) => look(rhs) },
  });
  return reads;
}
