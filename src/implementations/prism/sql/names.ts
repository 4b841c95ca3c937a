import type { Id, Name } from "sqlite3-parser";

/** A name as SQLite reads it under any circumstances. */
export function quoted(name: string): string {
  return `"${name.includes('"') ? name.replaceAll('"', '""') : name}"`;
}

const CAPITAL = /[A-Z]/;

/** A name as SQLite compares it: without regard to the case of ASCII letters, and of no others. */
export function folded(name: string): string {
  return CAPITAL.test(name) ? name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : name;
}

/** The ways to say the number that SQLite gives a row, which counts the rows of all tenants. */
export const ROW_NUMBERS: ReadonlySet<string> = new Set(["rowid", "oid", "_rowid_"]);

/**
 * A name that stands as an expression, quoted as the source has it: SQLite takes `"draft"` for a text where no column has
 * that name, and `draft` never.
 */
export function asExpression(node: Id | Name, source: string): string {
  const name = node.type === "Id" ? node.name : node.text;
  const first = source[node.span.offset];
  if (first === '"' || first === "'") return quoted(name);
  // What was read as a name is one: a word that SQLite keeps for itself has come in quotes.
  if (first !== "`" && first !== "[" && /^[a-z_]\w*$/i.test(name)) return name;
  return `\`${name.replaceAll("`", "``")}\``;
}
