import {
  type FromClause,
  type JoinConstraint,
  type JoinedSelectTable,
  type JoinOperator,
  type OnJoinConstraint,
  type Select,
  traverse,
} from "sqlite3-parser";
import { folded, quoted } from "./names.ts";
import { placed, tablesOf } from "./placed.ts";
import { refuse } from "./refused.ts";
import type { Writing } from "./writing.ts";

/** The bits of a join's kind, as the parser gives them. */
const CROSS = 2;
export const NATURAL = 4;
export const LEFT = 8;
export const RIGHT = 16;

const SIDES: Readonly<Record<number, string>> = {
  [LEFT]: "LEFT ",
  [RIGHT]: "RIGHT ",
  [LEFT | RIGHT]: "FULL ",
};

/** Whether a join is of one of these kinds. */
export function isJoinedBy({ operator }: JoinedSelectTable, kinds: number): boolean {
  return (kindOf(operator) & kinds) !== 0;
}

export function printOperator(node: JoinOperator): string {
  if (node.type === "CommaJoinOperator") return ", ";
  const kind = kindOf(node);
  return ` ${kind & NATURAL ? "NATURAL " : ""}${kind & CROSS ? "CROSS " : ""}${SIDES[kind & (LEFT | RIGHT)] ?? ""}JOIN `;
}

export function printConstraint(w: Writing, node: JoinConstraint | undefined): string {
  if (!node) return "";
  if (node.type === "OnJoinConstraint") return ` ON ${w.expression(node.expr)}`;
  return ` USING (${node.columns.map(({ text }) => quoted(text)).join(", ")})`;
}

function kindOf(operator: JoinOperator): number {
  return operator.type === "CommaJoinOperator" ? 0 : (operator.joinType ?? 0);
}

/**
 * Refuses an ON that names a column by itself which a RIGHT or FULL join merges with one further right. SQLite takes that for
 * either table, or for an error, by what stands in their places.
 */
export function refuseMergedNames(from: FromClause): void {
  const { joins = [] } = from;
  const merging = joins.filter((joined) => isJoinedBy(joined, RIGHT));
  const isNatural = merging.some((joined) => isJoinedBy(joined, NATURAL));
  const merged = new Set(merging.flatMap(({ constraint }) => usedBy(constraint)));
  if (!isNatural && merged.size === 0) return;
  const look = (name: string, at: Parameters<typeof refuse>[0]): void => {
    if (isNatural || merged.has(folded(name)))
      refuse(at, `${name} may be of either table here: say of which`);
  };
  for (const { expr } of conditionsOf(from)) {
    traverse(expr, {
      nodes: {
        Id: (node) => look(node.name, node),
        NameExpr: ({ name }) => look(name.text, name),
      },
    });
  }
}

/** Every ON of a FROM, and of the joins in parentheses that it has. */
function conditionsOf(from: FromClause): OnJoinConstraint[] {
  const inside = tablesOf(from).flatMap((table) =>
    table.type === "SubSelectTable" ? conditionsOf(table.from) : [],
  );
  const own = (from.joins ?? []).flatMap(({ constraint }) =>
    constraint?.type === "OnJoinConstraint" ? [constraint] : [],
  );
  return [...inside, ...own];
}

/**
 * Refuses a NATURAL join beside a join in parentheses: SQLite gives each of those the number of a row for a column, and compares
 * two such numbers as if somebody had named them alike.
 */
export function refuseNaturalNumbers(from: FromClause): void {
  if (!from.joins?.some((joined) => isJoinedBy(joined, NATURAL))) return;
  const joined = tablesOf(from).find((table) => table.type === "SubSelectTable");
  if (joined) refuse(joined, "beside a NATURAL join, SQLite compares numbers of rows in it: say USING");
}

/**
 * Refuses two tables of one name beside a RIGHT or FULL join that merges columns: a column of that name's is one of both then, and
 * SQLite names it by its text.
 */
export function refuseTwins(w: Writing, from: FromClause): void {
  const { joins = [] } = from;
  const merging = joins.find(
    (joined) =>
      isJoinedBy(joined, RIGHT) && (isJoinedBy(joined, NATURAL) || usedBy(joined.constraint).length > 0),
  );
  if (!merging) return;
  const names = placed(w, from).flatMap(({ name }) => name ?? []);
  const twin = names.find((name, at) => names.findIndex((other) => folded(other) === folded(name)) < at);
  if (twin !== undefined) refuse(merging, `two tables are called ${twin} here: give one another name`);
}

function usedBy(constraint: JoinConstraint | undefined): string[] {
  return constraint?.type === "UsingJoinConstraint" ? constraint.columns.map(({ text }) => folded(text)) : [];
}

/**
 * Whether SQLite may lose conditions of a compound that it makes one SELECT of with what reads it, as 3.53 does: of one SELECT
 * that reads a subselect, as all do here, if another has a RIGHT or FULL join. What ends in VALUES it leaves as it is.
 */
export function losesConditions({ select, compounds }: Select): boolean {
  const last = compounds?.at(-1)?.select;
  if (!compounds || !last || last.type === "SelectValues") return false;
  let isOuter = false;
  const look = (joined: JoinedSelectTable): void => void (isOuter ||= isJoinedBy(joined, RIGHT));
  for (const each of [select, ...compounds.map((compound) => compound.select)])
    traverse(each, { nodes: { JoinedSelectTable: look } });
  return isOuter;
}
