import { type Expr, type Select, type Stmt, traverse } from "sqlite3-parser";
import { folded } from "./names.ts";
import type { Writing } from "./writing.ts";

/** The functions that raise for no value. */
const QUIET: ReadonlySet<string> = new Set(
  `avg coalesce count date datetime ifnull iif instr julianday length lower ltrim max min nullif octet_length round rtrim sign
  substr substring time timediff total trim typeof unicode unixepoch upper ceil ceiling floor trunc mod pow power sqrt`.split(
    /\s+/,
  ),
);

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
 * what may raise is kept out of indexes, in a `coalesce` that changes nothing. A name may stand for what raises elsewhere.
 */
export function asBound(w: Writing, node: Expr, { bounds, write }: Comparison): string {
  const isSure = !bounds.some(mayRaise) && (bounds.filter(hasName).length < 2 || !w.raises());
  if (isSure) return write();
  return `coalesce(${w.deeper(node, write)}, NULL)`;
}

interface Comparison {
  /** What the range may end at. */
  readonly bounds: readonly Expr[];
  readonly write: () => string;
}

/** Whether there is anything in it that may raise for a value. */
export function mayRaise(node: Expr | Select | Stmt): boolean {
  if (node.type in PLAIN) return false;
  let found = false;
  const raises = (): void => void (found = true);
  traverse(node, {
    nodes: {
      FunctionCallExpr: ({ name }) => void (found ||= !QUIET.has(folded(name.name))),
      BinaryExpr: ({ op }) => void (found ||= op === "Concat" || op.startsWith("Arrow")),
      LikeExpr: raises,
      // Of what is no number.
      Limit: raises,
      TableCallSelectTable: raises,
    },
  });
  return found;
}

function hasName(node: Expr): boolean {
  const known = PLAIN[node.type];
  if (known !== undefined) return known;
  let found = false;
  const names = (): void => void (found = true);
  traverse(node, { nodes: { Id: names, NameExpr: names, QualifiedExpr: names, SubqueryExpr: names } });
  return found;
}
