import { parseStmt, type Select, traverse } from "sqlite3-parser";

/**
 * The author's own text with an OFFSET of nothing behind every UNION ALL, which keeps SQLite from making one SELECT of a
 * compound and of what reads it, and says the same otherwise. What SQLite answers to the two differs where SQLite is wrong.
 */
export function unmerged(sql: string): string {
  const parsed = parseStmt(sql);
  if (parsed.status === "error") return sql;
  const put: (readonly [at: number, text: string])[] = [];
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

/** VALUES can have no LIMIT behind them, and are not merged. */
function isMergeable({ compounds = [], limit }: Select): boolean {
  const isAll = compounds.some(({ operator }) => operator === "UnionAll");
  return isAll && !limit?.offset && compounds.at(-1)?.select.type !== "SelectValues";
}
