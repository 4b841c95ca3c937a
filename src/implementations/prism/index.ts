export { type Finding, lintSchema, type Rule } from "./schema/lint.ts";
export { readDefinitions } from "./schema/read.ts";
export { readSchema, type Schema, type SchemaOptions, toRules } from "./schema/schema.ts";
export { StatementRefused } from "./sql/refused.ts";
export { createScoper, type ScopedStatement, type Scoper } from "./sql/scoper.ts";
