import { folded } from "../sql/names.ts";
import type { Definitions, KeyColumn, TableDefinition } from "./definitions.ts";

/** What is wrong with a key whose first column is not the tenant's, compared byte by byte. */
export function notLed([first]: readonly KeyColumn[], own: string): string | undefined {
  if (folded(first?.column ?? "") !== folded(own)) return `does not lead with ${own}`;
  const isFolded = first?.collation && folded(first.collation) !== "binary";
  return isFolded ? `compares ${own} by ${first.collation}` : undefined;
}

/** Whether a row of one tenant can be in the way of another's: a key of the table, or a unique index, is not led by them. */
export function spansTenants(table: TableDefinition, { indexes }: Definitions, own: string): boolean {
  const unique = [...indexes.values()].filter(
    (index) => index.isUnique && folded(index.table) === folded(table.name),
  );
  return [...table.keys, ...unique].some(({ columns }) => notLed(columns, own) !== undefined);
}
