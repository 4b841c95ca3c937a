import { lintSchema } from "./lint.ts";
import { readDefinitions } from "./read.ts";
import { type SchemaOptions, toRules } from "./rules.ts";
import type { Schema } from "./schema.ts";
import { toSchema } from "./to-schema.ts";

/**
 * Reads what a tenant's statements may name from the migrations that made it. Throws with every finding if the linter has
 * any: over a schema that tells one tenant of another, no statement could be scoped.
 */
export function readSchema(migrations: readonly string[], options: SchemaOptions): Schema {
  const definitions = readDefinitions(migrations);
  const rules = toRules(options);
  const findings = lintSchema(definitions, rules);
  if (findings.length > 0) {
    const lines = findings.map(({ rule, of, says }) => `${of}: ${says} (${rule})`);
    throw new Error(`Read a schema: it does not keep its tenants apart\n${lines.join("\n")}`);
  }
  return toSchema(definitions, rules);
}
