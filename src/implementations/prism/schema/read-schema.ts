import { folded } from "../sql/names.ts";
import { lintSchema } from "./lint.ts";
import { readDefinitions } from "./read.ts";
import { type SchemaRules, tenantColumn } from "./rules.ts";
import { outlineSchema, type Schema, type SchemaOutline } from "./schema.ts";

export interface SchemaOptions extends Pick<SchemaOutline, "shared" | "through"> {
  /** The column that says whose a row is. */
  readonly column: string;
  /** The same for tables where it has another name: `{ tenants: "id" }`. */
  readonly columns?: Readonly<Record<string, string>>;
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
  const own = [...definitions.tables.values()].filter(({ name }) => !rules.shared.has(folded(name)));
  const outlined = outlineSchema({
    tables: namedColumns(
      own.filter(({ module }) => module === "table"),
      rules,
    ),
    indexes: namedColumns(
      own.filter(({ module }) => module === "fts5"),
      rules,
    ),
    through: options.through ?? {},
    shared: options.shared ?? [],
  });
  const views = [...definitions.views].map(
    ([name, view]) => [name, { kind: "view", ...view, shared: new Set<string>() }] as const,
  );
  return new Map([...outlined, ...views]);
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

function namedColumns(
  tables: readonly { readonly name: string }[],
  rules: SchemaRules,
): Record<string, string> {
  return Object.fromEntries(tables.map(({ name }) => [name, tenantColumn(rules, name)]));
}
