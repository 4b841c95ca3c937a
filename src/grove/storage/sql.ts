import type { Filter, TenantDatabase } from "#implementations/prism";
import { Sql } from "sql-template-tag";

/** A filter as a part of a statement. */
export function where({ sql, values }: Filter): Sql {
  return new Sql(sql.split("?"), values);
}

/** A statement with its values, ready to run. */
export function prepare(db: TenantDatabase, { sql, values }: Sql): D1PreparedStatement {
  return db.prepare(sql).bind(...values);
}
