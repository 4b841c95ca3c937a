import { folded } from "../sql/names.ts";

/** What a schema's author says about it, because no definition does. */
export interface SchemaRules {
  /** The column that says whose a row is, such as `tenant_id`. */
  readonly column: string;
  /** The same for tables where it has another name, by their folded names: the table of the tenants themselves. */
  readonly columns: ReadonlyMap<string, string>;
  /** Tables that are nobody's, by their folded names. No statement of a tenant may name them. */
  readonly shared: ReadonlySet<string>;
  /** Keys and indexes that span tenants on purpose, by the folded name of their table or index, each with its reason. */
  readonly excused: ReadonlyMap<string, string>;
}

export function tenantColumn({ column, columns }: SchemaRules, table: string): string {
  return columns.get(folded(table)) ?? column;
}
