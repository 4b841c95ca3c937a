import { parseStmt, type Select, type Stmt, traverse } from "sqlite3-parser";

/**
 * The author's own text with an OFFSET of nothing behind every UNION ALL, which keeps SQLite from making one SELECT of a
 * compound and of what reads it; and with all rows read before the first is inserted that may take others with it. It says the same
 * otherwise: what SQLite answers to the two differs where SQLite is wrong.
 */
export function reworded(sql: string): string {
  const parsed = parseStmt(sql);
  if (parsed.status === "error") return sql;
  const put: (readonly [at: number, text: string])[] = [...readFirst(parsed.root)];
  traverse(parsed.root, {
    nodes: {
      Select: (node) => {
        const { offset, length } = node.span;
        if (isMergeable(node)) put.push([offset + length, node.limit ? " OFFSET 0" : " LIMIT -1 OFFSET 0"]);
      },
    },
  });
  return put
    .toSorted(([left], [right]) => right - left)
    .reduce((text, [at, more]) => text.slice(0, at) + more + text.slice(at), sql);
}

function readFirst(root: Stmt): (readonly [at: number, text: string])[] {
  if (root.type !== "InsertStmt" || root.body.type !== "SelectInsertBody") return [];
  const { select, upsert } = root.body;
  const mayTakeOthers = root.orConflict === "Replace" || upsert !== undefined;
  if (!mayTakeOthers || select.select.type === "SelectValues") return [];
  const { offset, length } = select.span;
  return [
    [offset, 'WITH "read" AS MATERIALIZED ('],
    [offset + length, ') SELECT * FROM "read" WHERE true'],
  ];
}

/** VALUES can have no LIMIT behind them, and are not merged. */
function isMergeable({ compounds = [], limit }: Select): boolean {
  const isAll = compounds.some(({ operator }) => operator === "UnionAll");
  return isAll && !limit?.offset && compounds.at(-1)?.select.type !== "SelectValues";
}
