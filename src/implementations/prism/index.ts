export { type Finding, lintSchema, type Rule } from "./schema/lint.ts";
export { readDefinitions } from "./schema/read.ts";
export { readSchema, type SchemaOptions, toRules } from "./schema/read-schema.ts";
export { outlineSchema, type Schema, type SchemaOutline } from "./schema/schema.ts";
export { StatementRefused } from "./sql/refused.ts";
export { createScoper, type ScopedStatement, type Scoper } from "./sql/scoper.ts";
export { openCache, type TenantCache } from "./tenant/cache.ts";
export { openDatabase, type TenantDatabase } from "./tenant/database.ts";
export {
  openFiles,
  type Path,
  type StoredFile,
  type StoredFileBody,
  type TenantFiles,
} from "./tenant/files.ts";
export { partsOfKey, tenantKey, tenantPrefix } from "./tenant/keys.ts";
export { openSql, type TenantSql } from "./tenant/sql.ts";
export { Tenant } from "./tenant/tenant.ts";
