import { readSchema } from "../schema/read-schema.ts";
import type { SchemaOptions } from "../schema/rules.ts";
import { createScoper } from "./scoper.ts";

/** Tables in which tenants live. */
export interface Home {
  readonly ddl: string;
  readonly tables: readonly string[];
  /** Rows of a tenant, as statements. */
  readonly seed: (tenant: string) => readonly string[];
  readonly options: SchemaOptions;
}

export interface Statement {
  readonly sql: string;
  readonly values?: readonly (string | number | null)[];
}

/** A statement as it is scoped for `tenant`, in a database where a and b live. */
export function together(
  { ddl, tables, seed, options }: Home,
  tenant: string,
  { sql, values = [] }: Statement,
) {
  const scoped = createScoper(readSchema([ddl], options)).scope(sql);
  const before = [ddl, ...seed("a"), ...seed("b")];
  return { before, tables, sql: scoped.sql, values: scoped.hasTenant ? [...values, tenant] : values };
}

/** The statement as it is, in a database that `tenant` has alone, and where a row is its own if nothing is said. */
export function alone({ ddl, tables, seed }: Home, tenant: string, { sql, values = [] }: Statement) {
  const own = ddl.replaceAll("tenant_id TEXT NOT NULL", `tenant_id TEXT NOT NULL DEFAULT '${tenant}'`);
  return { before: [own, ...seed(tenant)], tables, sql, values };
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** The rows of one tenant, in an order that says nothing. */
export function ofTenant(state: Readonly<Record<string, Rows>>, tenant: string): Record<string, Rows> {
  const own = Object.entries(state).map(([name, rows]) => {
    // A full-text index that one has alone does not say whose a row is.
    const said = rows.map((row) => ({ ...row, tenant_id: row["tenant_id"] ?? tenant }));
    return [name, inOrder(said.filter(({ tenant_id: id }) => id === tenant))] as const;
  });
  return Object.fromEntries(own);
}

export function inOrder(rows: Rows): Rows {
  return rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
