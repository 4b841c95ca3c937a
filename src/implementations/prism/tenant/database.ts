import { StatementRefused } from "../sql/refused.ts";
import type { ScopedStatement, Scoper } from "../sql/scoper.ts";
import { Tenant } from "./tenant.ts";

/** A tenant's share of a database: what is prepared here, whatever it says, touches the tenant's rows only. */
export type TenantDatabase = Pick<D1Database, "prepare" | "batch">;

/**
 * Opens a tenant's share of a D1 database. It stands wherever one is asked for to prepare and to batch, so that a query builder
 * may be put on it. `prepare` throws `StatementRefused` for what cannot be scoped.
 */
export function openDatabase(db: TenantDatabase, tenant: Tenant, scoper: Scoper): TenantDatabase {
  const id = Tenant.idOf(tenant);
  /** What each statement given out stands for: only these are run. */
  const prepared = new WeakMap<D1PreparedStatement, () => D1PreparedStatement>();

  function statement(scoped: ScopedStatement, values: readonly unknown[]): D1PreparedStatement {
    const bound = (): D1PreparedStatement => {
      // One value too many would be taken for the tenant.
      if (values.length !== scoped.parameters) {
        throw new StatementRefused(`${values.length} values are bound to ${scoped.parameters} parameters`, 0);
      }
      const all = scoped.hasTenant ? [...values, id] : values;
      const own = db.prepare(scoped.sql);
      return all.length === 0 ? own : own.bind(...all);
    };
    const given = {
      bind: (...next: unknown[]) => statement(scoped, next),
      first: async (column?: string) =>
        column === undefined ? await bound().first() : await bound().first(column),
      run: async () => withoutOthers(await bound().run()),
      all: async () => withoutOthers(await bound().all()),
      raw: async (options?: { columnNames?: false }) => await bound().raw(options),
    } as D1PreparedStatement;
    prepared.set(given, bound);
    return given;
  }

  return {
    prepare: (sql) => statement(scoper.scope(sql), []),
    async batch(statements: D1PreparedStatement[]) {
      const own = statements.map((given) => {
        const bound = prepared.get(given);
        if (!bound) throw new TypeError("Run a batch: a statement was not prepared for this tenant");
        return bound();
      });
      return (await db.batch<never>(own)).map(withoutOthers);
    },
  };
}

/** The size of the whole database, and the number of its newest row, tell of others. */
function withoutOthers<Row>(result: D1Result<Row>): D1Result<Row> {
  const meta = { ...result.meta };
  for (const name of ["size_after", "last_row_id"]) Reflect.deleteProperty(meta, name);
  return { ...result, meta };
}
