import { type Name, parseStmtOrThrow, type Select } from "sqlite3-parser";
import { folded } from "../sql/names.ts";
import type { Definitions } from "./definitions.ts";
import { lintSchema } from "./lint.ts";
import { readDefinitions } from "./read.ts";
import { type SchemaRules, tenantColumn } from "./rules.ts";

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

export interface SchemaOptions {
  /** The column that says whose a row is. */
  readonly column: string;
  /** The same for tables where it has another name: `{ tenants: "id" }`. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Tables that are nobody's. No statement of a tenant may name them. */
  readonly shared?: readonly string[];
  /**
   * What a tenant may read of them all the same, by the name that its statements use: a SELECT over them and over the
   * tenant's own rows, in which `?` is the tenant. It may have the name of what it reads.
   */
  readonly through?: Readonly<Record<string, string>>;
  /** Keys and indexes that span tenants on purpose, by the name of their table or index: why. */
  readonly excused?: Readonly<Record<string, string>>;
}

/**
 * Reads what a tenant's statements may name from the migrations that made it. Throws with every finding if the linter has
 * any: over a schema that tells one tenant of another, no statement could be scoped.
 */
export function readSchema(migrations: readonly string[], options: SchemaOptions): Schema {
  const definitions = readDefinitions(migrations);
  const rules = toRules(options);
  const findings = lintSchema(definitions, rules);
  if (findings.length > 0) {
    const lines = findings.map(({ rule, of, says }) => `${of}: ${says} (${rule})`);
    throw new Error(`Read a schema: it does not keep its tenants apart\n${lines.join("\n")}`);
  }
  return toSchema(definitions, rules, options.through ?? {});
}

export function toRules({ column, columns = {}, shared = [], excused = {} }: SchemaOptions): SchemaRules {
  return {
    column,
    columns: byFolded(columns),
    excused: byFolded(excused),
    shared: new Set(shared.map(folded)),
  };
}

function byFolded(named: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(named).map(([name, value]) => [folded(name), value]));
}

function toSchema(
  { tables, views }: Definitions,
  rules: SchemaRules,
  through: Readonly<Record<string, string>>,
): Schema {
  const schema = new Map<string, TenantTable | View>();
  for (const { name, module } of tables.values()) {
    if (rules.shared.has(folded(name))) continue;
    const column = tenantColumn(rules, name);
    schema.set(folded(name), { kind: "tenant", name, column, isIndex: module === "fts5" });
  }
  for (const view of views.values()) {
    schema.set(folded(view.name), { kind: "view", ...view, shared: new Set() });
  }
  for (const [name, source] of Object.entries(through)) {
    const { root } = parseStmtOrThrow(source);
    if (root.type !== "SelectStmt") throw new Error(`Read a schema: ${name} is read through no SELECT`);
    const { shared } = rules;
    schema.set(folded(name), { kind: "view", name, columns: undefined, select: root.body, source, shared });
  }
  return schema;
}
