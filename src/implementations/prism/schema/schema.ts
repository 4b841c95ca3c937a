import { type Name, parseStmtOrThrow, type Select } from "sqlite3-parser";
import { folded } from "../sql/names.ts";

/** A table whose rows belong each to one tenant. */
export interface TenantTable {
  readonly kind: "tenant";
  readonly name: string;
  /** The column that says whose a row is. */
  readonly column: string;
  /**
   * The columns of a full-text index, which has one more that no star stands for: what matches is asked of the table's own
   * name.
   */
  readonly shown: readonly string[] | undefined;
  readonly spans: Span | undefined;
  /** A column of it is made of others, and may raise for what is in them, as `json_extract` does. */
  readonly raises: boolean;
}

/**
 * What of a table is not led by the tenant, and was excused: a unique key, so that a row of another tenant can be in the way, or
 * an index that has entries of all.
 */
export type Span = "key" | "index";

/** What is read through a SELECT of its own. Nothing is written to it. */
export interface View {
  readonly kind: "view";
  readonly name: string;
  readonly columns: readonly Name[] | undefined;
  readonly select: Select;
  /** The text that `select` was parsed from. */
  readonly source: string;
  /** Tables without a tenant, which this SELECT alone may read: their names, folded. */
  readonly shared: ReadonlySet<string>;
}

/** All that a tenant's statements may name, by its folded name. What is not here is refused. */
export type Schema = ReadonlyMap<string, TenantTable | View>;

/** What a schema's author says, whose Worker then need not read its migrations each time it starts. */
export interface SchemaOutline {
  /** The tables whose rows belong each to one tenant, with the column that says whose. */
  readonly tables: Readonly<Record<string, string>>;
  /** The columns of those of them that are full-text indexes. */
  readonly indexes?: Readonly<Record<string, readonly string[]>>;
  /** Those of the tables that have a key or an index which is not led by the tenant. */
  readonly spanning?: Readonly<Record<string, Span>>;
  /** Those of the tables that have a generated column which may raise, such as a `json_extract` of another. */
  readonly raising?: readonly string[];
  /**
   * What a tenant may read of tables that are nobody's, by the name that its statements use: a SELECT over them and over
   * the tenant's own rows, in which `?` is the tenant. It may have the name of what it reads.
   */
  readonly through?: Readonly<Record<string, string>>;
  /** The tables that only such a SELECT may read. */
  readonly shared?: readonly string[];
}

/**
 * Makes a schema of an outline. A test is to hold it against `readSchema` of the migrations. Throws for a SELECT that is none,
 * and for a name that is no table's.
 */
export function outlineSchema(outline: SchemaOutline): Schema {
  const { tables, through = {}, shared = [] } = outline;
  const indexes = byTable(tables, "indexes", outline.indexes);
  const spanning = byTable(tables, "spanning", outline.spanning);
  const raising = byTable(
    tables,
    "raising",
    Object.fromEntries((outline.raising ?? []).map((name) => [name, true])),
  );
  const sharedNames = new Set(shared.map(folded));
  const schema = new Map<string, TenantTable | View>();
  for (const [name, column] of Object.entries(tables)) {
    schema.set(folded(name), {
      kind: "tenant",
      name,
      column,
      shown: indexes.get(folded(name)),
      spans: spanning.get(folded(name)),
      raises: raising.has(folded(name)),
    });
  }
  for (const [name, source] of Object.entries(through)) {
    const { root } = parseStmtOrThrow(source);
    if (root.type !== "SelectStmt")
      throw new Error(`Cannot make a schema: ${name} is read through no SELECT`);
    const view = {
      kind: "view",
      name,
      columns: undefined,
      select: root.body,
      source,
      shared: sharedNames,
    } as const;
    schema.set(folded(name), view);
  }
  return schema;
}

/** What is said of tables, by their folded names. A name that is none of them would leave a table less guarded than was meant. */
function byTable<Said>(
  tables: SchemaOutline["tables"],
  part: keyof SchemaOutline,
  said: Readonly<Record<string, Said>> = {},
): ReadonlyMap<string, Said> {
  const known = new Set(Object.keys(tables).map(folded));
  const entries = Object.entries(said);
  const unknown = entries.find(([name]) => !known.has(folded(name)));
  if (unknown)
    throw new Error(`Cannot make a schema: ${part} names ${unknown[0]}, which is not under tables`);
  return new Map(entries.map(([name, each]) => [folded(name), each]));
}
