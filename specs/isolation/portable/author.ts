import { type At, Author, type Grammar, type Value } from "../grammar/author.ts";
import type { Column, Source } from "../grammar/tables.ts";
import type { Random } from "../random.ts";
import { SOURCES } from "./shop.ts";

/** A type that SQLite and PostgreSQL agree about. */
export type Portable = "text" | "int";

/** Where an expression stands, and whether a column may be named without its table there. */
export interface Place extends At {
  readonly isBare?: boolean;
}

const KEYWORDS = new Set(["select", "order", "from"]);

/** Who writes a statement that SQLite and PostgreSQL read with the same meaning. */
export class PortableAuthor extends Author {
  /** The table that the statement writes to: no common table expression may hide it. */
  target: string | undefined;

  constructor(random: Random, grammar: Grammar) {
    super(random, grammar);
    this.readable = SOURCES;
  }

  /** PostgreSQL folds a name only where it is not quoted, and only double quotes quote one. */
  override name(name: string): string {
    if (KEYWORDS.has(name) || this.random.chance(0.15)) return `"${name}"`;
    return this.random.chance(0.1) ? name.toUpperCase() : name;
  }

  /** Tables and views that no common table expression hides. */
  tables(): readonly Source[] {
    return this.readable.filter(({ name }) => !this.withs.some((one) => one.name === name));
  }

  /** A column as it is named from here. What has no name itself is merged of several tables, and named alone. */
  column({ name: source }: Source, { name }: Column, isBare = false): string {
    return source === "" || isBare ? this.name(name) : `${this.name(source)}.${this.name(name)}`;
  }
}

/** A statement with its values written out: PostgreSQL would ask for the type of each. No text has a question mark. */
export function writtenOut(sql: string, values: readonly Value[]): string {
  let last = 0;
  return sql.replaceAll(/\?(\d*)/g, (_, digits: string) => {
    const number = digits === "" ? last + 1 : Number(digits);
    last = Math.max(last, number);
    const value = values[number - 1] ?? null;
    return typeof value === "string" ? `'${value}'` : String(value ?? "NULL");
  });
}
