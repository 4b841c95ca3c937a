import { StatementRefused } from "../sql/refused.ts";
import type { Scoper } from "../sql/scoper.ts";
import { Tenant } from "./tenant.ts";

/** A tenant's share of the tables of a Durable Object. */
export type TenantSql = Pick<SqlStorage, "exec">;

/** Opens a tenant's share of an object's tables. `exec` throws `StatementRefused` for what cannot be scoped. */
export function openSql(sql: TenantSql, tenant: Tenant, scoper: Scoper): TenantSql {
  const id = Tenant.idOf(tenant);
  return {
    exec(query: string, ...values: unknown[]) {
      const scoped = scoper.scope(query);
      // One value too many would be taken for the tenant.
      if (values.length !== scoped.parameters) {
        throw new StatementRefused(`${values.length} values are bound to ${scoped.parameters} parameters`, 0);
      }
      return sql.exec(scoped.sql, ...values, ...(scoped.hasTenant ? [id] : []));
    },
  };
}
