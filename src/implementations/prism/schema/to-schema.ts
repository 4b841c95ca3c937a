import { folded } from "../sql/names.ts";
import { mayRaise } from "../sql/raising.ts";
import type { Definitions } from "./definitions.ts";
import { spanOf } from "./keys.ts";
import { type SchemaRules, tenantColumn } from "./rules.ts";
import { outlineSchema, type Schema, type View } from "./schema.ts";

/** What statements may name, whether or not it keeps tenants apart: `readSchema` is what asks that. */
export function toSchema(definitions: Definitions, rules: SchemaRules): Schema {
  const isOwn = ({ name }: { readonly name: string }): boolean => !rules.shared.has(folded(name));
  const own = [...definitions.tables.values()].filter(isOwn);
  const views = [...definitions.views.values()].filter(isOwn).map((view): [string, View] => {
    return [folded(view.name), { kind: "view", ...view, shared: NONE }];
  });
  const outlined = outlineSchema({
    tables: Object.fromEntries(own.map(({ name }) => [name, tenantColumn(rules, name)])),
    indexes: Object.fromEntries(
      own.filter(({ module }) => module === "fts5").map(({ name, args }) => [name, indexColumns(args)]),
    ),
    spanning: Object.fromEntries(
      own.flatMap((table) => {
        const span = spanOf(table, definitions, tenantColumn(rules, table.name));
        return span ? [[table.name, span]] : [];
      }),
    ),
    raising: own
      .filter(({ columns }) =>
        [...columns.values()].some(({ generated }) => generated && mayRaise(generated)),
      )
      .map(({ name }) => name),
    through: rules.through,
    shared: [...rules.shared],
  });
  // What is read through a SELECT of the rules' stands before a view of that name.
  return new Map([...views, ...outlined]);
}

const NONE: ReadonlySet<string> = new Set();

/** What is no option of an index is a column: `body`, or `tenant_id UNINDEXED`. */
function indexColumns(args: readonly string[]): string[] {
  const columns = args.filter((arg) => !/^\w+\s*=/.test(arg));
  return columns.map((column) => column.replace(/\s*unindexed$/i, "").replaceAll(/^["'`[]|["'`\]]$/g, ""));
}
