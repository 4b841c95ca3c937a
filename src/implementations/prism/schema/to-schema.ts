import { folded } from "../sql/names.ts";
import type { Definitions, TableDefinition } from "./definitions.ts";
import { spansTenants } from "./keys.ts";
import { type SchemaRules, tenantColumn } from "./rules.ts";
import { outlineSchema, type Schema, type View } from "./schema.ts";

/** What statements may name, whether or not it keeps tenants apart: `readSchema` is what asks that. */
export function toSchema(definitions: Definitions, rules: SchemaRules): Schema {
  const isOwn = ({ name }: { readonly name: string }): boolean => !rules.shared.has(folded(name));
  const own = [...definitions.tables.values()].filter(isOwn);
  const columnsOf = (tables: readonly TableDefinition[]): Record<string, string> =>
    Object.fromEntries(tables.map(({ name }) => [name, tenantColumn(rules, name)]));
  const views = [...definitions.views.values()].filter(isOwn).map((view): [string, View] => {
    return [folded(view.name), { kind: "view", ...view, shared: NONE }];
  });
  const outlined = outlineSchema({
    tables: columnsOf(own.filter(({ module }) => module !== "fts5")),
    indexes: columnsOf(own.filter(({ module }) => module === "fts5")),
    spanning: own
      .filter((table) => spansTenants(table, definitions, tenantColumn(rules, table.name)))
      .map(({ name }) => name),
    through: rules.through,
    shared: [...rules.shared],
  });
  // What is read through a SELECT of the rules' stands before a view of that name.
  return new Map([...views, ...outlined]);
}

const NONE: ReadonlySet<string> = new Set();
