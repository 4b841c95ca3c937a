import { createScoper, outlineSchema, StatementRefused } from "#implementations/prism";

/** What becomes of a statement before a database is asked. */
export type Rewriting =
  | {
      readonly kind: "scoped";
      readonly sql: string;
      /** How many values its author binds; the tenant comes after them. */
      readonly parameters: number;
      readonly hasTenant: boolean;
      readonly tables: readonly string[];
    }
  | { readonly kind: "refused"; readonly reason: string; readonly offset: number };

/** The tables of a sandbox that the demo shows, as Grove has them. */
const scoper = createScoper(
  outlineSchema({
    tables: { posts: "tenant_id", comments: "tenant_id", notes: "tenant_id", memberships: "tenant_id" },
    spanning: { memberships: "index" },
  }),
);

/** Scopes a statement as the Worker does, by the same code. */
export function rewrite(sql: string): Rewriting {
  try {
    const { tables, parameters, hasTenant, ...scoped } = scoper.scope(sql);
    return { kind: "scoped", sql: scoped.sql, parameters, hasTenant, tables: [...tables] };
  } catch (error) {
    if (!(error instanceof StatementRefused)) throw error;
    return { kind: "refused", reason: error.reason, offset: error.offset };
  }
}
