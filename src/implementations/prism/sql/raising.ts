import { type Expr, type Limit, type Select, type Stmt, traverse } from "sqlite3-parser";
import type { Schema } from "../schema/schema.ts";
import { QUIET } from "./functions.ts";
import { folded } from "./names.ts";

/** Whether anything in a statement, or in what it may name, may raise for a value, and so tell of a row that it looks at. */
export function anyRaises(root: Stmt, schema: Schema): boolean {
  // The statement's own LIMIT is looked at before any row.
  const own = root.type === "SelectStmt" ? root.body.limit : undefined;
  return (
    mayRaise(root, own) ||
    [...schema.values()].some((one) => (one.kind === "view" ? mayRaise(one.select) : one.raises))
  );
}

/** Whether there is anything in it that may raise for a value, besides a LIMIT that is looked at before any row. */
export function mayRaise(node: Expr | Select | Stmt, first?: Limit): boolean {
  let found = false;
  const raises = (): void => void (found = true);
  traverse(node, {
    nodes: {
      FunctionCallExpr: ({ name }) => void (found ||= !QUIET.has(folded(name.name))),
      BinaryExpr: ({ op }) => void (found ||= op === "Concat" || op.startsWith("Arrow")),
      LikeExpr: raises,
      // Of what is no number.
      Limit: (limit) => void (found ||= limit !== first && !isNumber(limit)),
      FollowingFrameBound: raises,
      PrecedingFrameBound: raises,
      TableCallSelectTable: raises,
    },
  });
  return found;
}

function isNumber({ expr, offset }: Limit): boolean {
  return [expr, offset].every(
    (node) => !node || (node.type === "NumericLiteral" && /^\d{1,18}$/.test(node.value)),
  );
}
