import { folded } from "../sql/names.ts";
import type { Definitions, KeyColumn, TableDefinition } from "./definitions.ts";
import type { Span } from "./schema.ts";

/** What is wrong with a key whose first column is not the tenant's, compared byte by byte. */
export function notLed([first]: readonly KeyColumn[], own: string): string | undefined {
  if (folded(first?.column ?? "") !== folded(own)) return `does not lead with ${own}`;
  const isFolded = first?.collation && folded(first.collation) !== "binary";
  return isFolded ? `compares ${own} by ${first.collation}` : undefined;
}

/** What of a table is not led by the tenant, if anything: a key or a unique index, or only an index. */
export function spanOf(table: TableDefinition, { indexes }: Definitions, own: string): Span | undefined {
  const spanning = [...indexes.values()].filter(
    ({ table: of, columns }) => folded(of) === folded(table.name) && notLed(columns, own),
  );
  if (spanning.some(({ isUnique }) => isUnique) || table.keys.some(({ columns }) => notLed(columns, own)))
    return "key";
  return spanning.length > 0 ? "index" : undefined;
}
