export type { Finding, Rule } from "./schema/finding.ts";
export { lintSchema } from "./schema/lint.ts";
export { readDefinitions } from "./schema/read.ts";
export { readSchema } from "./schema/read-schema.ts";
export { type SchemaOptions, toRules } from "./schema/rules.ts";
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
export { decide, mayEver } from "./access/decide.ts";
export type { Decision } from "./access/decide.ts";
export { featureOf, TIER_FEATURES } from "./access/features.ts";
export { filterFor } from "./access/filter.ts";
export type { Filter } from "./access/filter.ts";
export { createRoles } from "./access/roles-cache.ts";
export type { Roles } from "./access/roles-cache.ts";
export { ANYBODY, isAtLeast, ROLES } from "./access/roles.ts";
export type { Actor, Role, Standing } from "./access/roles.ts";
export { ACCESS, ACTIONS } from "./access/table.ts";
export type { Action, Row } from "./access/table.ts";
