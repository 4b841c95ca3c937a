import { type Name, parseStmtOrThrow, type Select } from "sqlite3-parser";
import { folded } from "../sql/names.ts";

/** A table whose rows belong each to one tenant. */
export interface TenantTable {
  readonly kind: "tenant";
  readonly name: string;
  /** The column that says whose a row is. */
  readonly column: string;
  /** A full-text index: what matches is asked of the table's own name. */
  readonly isIndex: boolean;
}

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

/** What a schema's author says, who need not read its migrations each time a Worker starts. */
export interface SchemaOutline {
  /** The tables whose rows belong each to one tenant, with the column that says whose. */
  readonly tables: Readonly<Record<string, string>>;
  /** Full-text indexes, the same. */
  readonly indexes?: Readonly<Record<string, string>>;
  /**
   * What a tenant may read of tables that are nobody's, by the name that its statements use: a SELECT over them and over
   * the tenant's own rows, in which `?` is the tenant. It may have the name of what it reads.
   */
  readonly through?: Readonly<Record<string, string>>;
  /** The tables that only such a SELECT may read. */
  readonly shared?: readonly string[];
}

/** Makes a schema of an outline. A test is to hold it against `readSchema` of the migrations. Throws for a SELECT that is none. */
export function outlineSchema({ tables, indexes = {}, through = {}, shared = [] }: SchemaOutline): Schema {
  const names = new Set(shared.map(folded));
  const tenantTable =
    (isIndex: boolean) =>
    ([name, column]: [string, string]) =>
      [folded(name), { kind: "tenant", name, column, isIndex }] as const;
  return new Map<string, TenantTable | View>([
    ...Object.entries(tables).map(tenantTable(false)),
    ...Object.entries(indexes).map(tenantTable(true)),
    ...Object.entries(through).map(
      ([name, source]) => [folded(name), viewThrough(name, source, names)] as const,
    ),
  ]);
}

function viewThrough(name: string, source: string, shared: ReadonlySet<string>): View {
  const { root } = parseStmtOrThrow(source);
  if (root.type !== "SelectStmt") throw new Error(`Make a schema: ${name} is read through no SELECT`);
  return { kind: "view", name, columns: undefined, select: root.body, source, shared };
}
