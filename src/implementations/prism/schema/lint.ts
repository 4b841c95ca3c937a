import { folded, quoted } from "../sql/names.ts";
import { StatementRefused } from "../sql/refused.ts";
import { createScoper } from "../sql/scoper.ts";
import type { Definitions } from "./definitions.ts";
import type { Finding, Say } from "./finding.ts";
import { notLed } from "./keys.ts";
import { lintTable, lintVirtualTable } from "./lint-table.ts";
import type { SchemaRules } from "./rules.ts";
import { tenantColumn } from "./rules.ts";
import type { Schema } from "./schema.ts";
import { toSchema } from "./to-schema.ts";
import { lintTrigger } from "./triggers.ts";

/** Every finding in a schema: none means that its keys tell no tenant of another, and that Prism can scope it. */
export function lintSchema(definitions: Definitions, rules: SchemaRules): Finding[] {
  const findings: Finding[] = [];
  const unused = new Set(rules.excused.keys());
  const say: Say = (rule, of, says) => {
    const isExcused = rule === "leading key" && rules.excused.has(folded(of));
    if (isExcused) unused.delete(folded(of));
    else findings.push({ rule, of, says });
  };
  for (const text of definitions.strange)
    say("not understood", text, "the linter cannot say what this changes");
  for (const table of definitions.tables.values()) {
    if (rules.shared.has(folded(table.name))) continue;
    if (table.module === "table") lintTable(table, { definitions, rules, say });
    else lintVirtualTable(table, rules, say);
  }
  for (const { name, table, columns, isUnique } of definitions.indexes.values()) {
    const why = notLed(columns, tenantColumn(rules, table));
    if (!rules.shared.has(folded(table)) && why)
      say("leading key", name, `the ${isUnique ? "unique index" : "index"} ${why}`);
  }
  for (const trigger of definitions.triggers.values()) {
    for (const why of lintTrigger(trigger, definitions, rules)) {
      say("trigger", trigger.triggerName.objName.text, why);
    }
  }
  lintViews(toSchema(definitions, rules), say);
  for (const of of unused) say("excused in vain", of, "there is nothing to excuse");
  return findings;
}

/** A view is written anew in each statement that names it: what cannot be is found here, and not at a tenant's request. */
function lintViews(schema: Schema, say: Say): void {
  const scoper = createScoper(schema);
  for (const { kind, name } of schema.values()) {
    if (kind !== "view") continue;
    try {
      scoper.scope(`SELECT * FROM ${quoted(name)}`);
    } catch (error) {
      if (!(error instanceof StatementRefused)) throw error;
      say("view", name, `it cannot be scoped: ${error.reason}`);
    }
  }
}
