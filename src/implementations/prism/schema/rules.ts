import { folded } from "../sql/names.ts";
import type { SchemaOutline } from "./schema.ts";

/** What a schema's author says about it, because no definition does. */
export interface SchemaRules {
  /** The column that says whose a row is, such as `tenant_id`. */
  readonly column: string;
  /** The same for tables where it has another name, by their folded names: the table of the tenants themselves. */
  readonly columns: ReadonlyMap<string, string>;
  /** Tables and views that are nobody's, by their folded names. No statement of a tenant may name them. */
  readonly shared: ReadonlySet<string>;
  /** Keys and indexes that span tenants on purpose, by the folded name of their table or index, each with its reason. */
  readonly excused: ReadonlyMap<string, string>;
  /** What is read through a SELECT of its author's: that SELECT, by the name that statements use. */
  readonly through: Readonly<Record<string, string>>;
}

export function tenantColumn({ column, columns }: SchemaRules, table: string): string {
  return columns.get(folded(table)) ?? column;
}

export interface SchemaOptions extends Pick<SchemaOutline, "shared" | "through"> {
  /** The column that says whose a row is. */
  readonly column: string;
  /** The same for tables where it has another name: `{ tenants: "id" }`. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Keys and indexes that span tenants on purpose, by the name of their table or index: why. */
  readonly excused?: Readonly<Record<string, string>>;
}

export function toRules({
  column,
  columns = {},
  shared = [],
  excused = {},
  through = {},
}: SchemaOptions): SchemaRules {
  return {
    column,
    columns: byFolded(columns),
    shared: new Set(shared.map(folded)),
    excused: byFolded(excused),
    through,
  };
}

function byFolded(named: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(named).map(([name, value]) => [folded(name), value]));
}
