import { type Expr, traverse } from "sqlite3-parser";
import { mayRaise } from "./raising.ts";
import type { Writing } from "./writing.ts";

/** What raises for nothing, and whether it is a name. */
const PLAIN: Readonly<Record<string, boolean>> = {
  Id: true,
  NameExpr: true,
  QualifiedExpr: true,
  VariableExpr: false,
  NumericLiteral: false,
  StringLiteral: false,
};

/**
 * Writes a comparison by more or less. SQLite computes the far end of a range in an index when it has found where the range
 * begins, and what is next there may be another tenant's: whether it raised would tell that there is one. So a comparison with
 * what may raise is kept out of indexes, in a `coalesce` that changes nothing. A name may stand for what raises elsewhere, and a
 * subquery reads names.
 */
export function asBound(w: Writing, node: Expr, { bounds, write }: Comparison): string {
  const raises = bounds.some((bound) => !(bound.type in PLAIN) && mayRaise(bound));
  const isSure = !raises && (bounds.filter(hasName).length < 2 || !w.raises());
  return isSure ? write() : `coalesce(${w.deeper(node, write)}, NULL)`;
}

interface Comparison {
  /** What the range may end at. */
  readonly bounds: readonly Expr[];
  readonly write: () => string;
}

function hasName(node: Expr): boolean {
  const known = PLAIN[node.type];
  if (known !== undefined) return known;
  let found = false;
  const names = (): void => void (found = true);
  traverse(node, {
    nodes: { Id: names, NameExpr: names, QualifiedExpr: names, InTableExpr: names, Select: names },
  });
  return found;
}
