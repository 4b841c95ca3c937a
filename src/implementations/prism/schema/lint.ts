import { folded } from "../sql/names.ts";
import type { Definitions, KeyColumn, TableDefinition } from "./definitions.ts";
import type { SchemaRules } from "./rules.ts";
import { tenantColumn } from "./rules.ts";
import { lintTrigger } from "./triggers.ts";

/** Something in a schema by which one tenant could reach, block or guess at another's rows. */
export interface Finding {
  readonly rule: Rule;
  /** The table, view, index or trigger. */
  readonly of: string;
  readonly says: string;
}

export type Rule =
  | "tenant column"
  | "leading key"
  | "foreign key"
  | "row numbers"
  | "conflict clause"
  | "virtual table"
  | "trigger"
  | "not understood"
  | "excused in vain";

type Say = (rule: Rule, of: string, says: string) => void;

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
    if (rules.shared.has(folded(table))) continue;
    const kind = isUnique ? "unique index" : "index";
    leads(columns, tenantColumn(rules, table), (why) => say("leading key", name, `the ${kind} ${why}`));
  }
  for (const trigger of definitions.triggers.values()) {
    for (const why of lintTrigger(trigger, definitions, rules)) {
      say("trigger", trigger.triggerName.objName.text, why);
    }
  }
  for (const of of unused) say("excused in vain", of, "there is nothing to excuse");
  return findings;
}

interface About {
  readonly definitions: Definitions;
  readonly rules: SchemaRules;
  readonly say: Say;
}

function lintTable(table: TableDefinition, about: About): void {
  const { rules, say } = about;
  const own = tenantColumn(rules, table.name);
  const column = table.columns.get(folded(own));
  if (!column)
    return say("tenant column", table.name, `there is no column ${own}, and it is not said to be shared`);
  if (!column.isNotNull)
    say("tenant column", table.name, `${own} may be NULL, so that a row could be nobody's`);
  if (folded(column.type) !== "text") say("tenant column", table.name, `${own} is not TEXT`);
  if (column.collation && folded(column.collation) !== "binary") {
    say(
      "tenant column",
      table.name,
      `${own} is compared by ${column.collation}: tenants could be taken for each other`,
    );
  }
  if (!table.keys.some(({ kind }) => kind === "primary key")) {
    say("leading key", table.name, "there is no primary key");
  }
  for (const { kind, columns, isAutoIncrement, endsMore } of table.keys) {
    leads(columns, own, (why) => say("leading key", table.name, `the ${kind} ${why}`));
    if (isAutoIncrement) say("row numbers", table.name, "AUTOINCREMENT counts the rows of all tenants");
    if (endsMore) say("conflict clause", table.name, `the ${kind} ends more than a statement on a conflict`);
  }
  lintForeignKeys(table, own, about);
}

function lintForeignKeys(table: TableDefinition, own: string, { definitions, rules, say }: About): void {
  for (const { columns, table: parent, to } of table.foreignKeys) {
    const name = folded(parent);
    if (rules.shared.has(name)) continue;
    const theirs = tenantColumn(rules, parent);
    const primary = definitions.tables.get(name)?.keys.find(({ kind }) => kind === "primary key");
    const first = to[0] ?? primary?.columns[0]?.column ?? "";
    if (folded(columns[0] ?? "") === folded(own) && folded(first) === folded(theirs)) continue;
    say(
      "foreign key",
      table.name,
      `(${columns.join(", ")}) may point at another tenant's row of ${parent}: lead it with ${own}`,
    );
  }
}

/** Says what is wrong with a key whose first column is not the tenant's, compared byte by byte. */
function leads([first]: readonly KeyColumn[], own: string, wrong: (why: string) => void): void {
  if (folded(first?.column ?? "") !== folded(own)) wrong(`does not lead with ${own}`);
  else if (first?.collation && folded(first.collation) !== "binary")
    wrong(`compares ${own} by ${first.collation}`);
}

function lintVirtualTable({ name, module, args }: TableDefinition, rules: SchemaRules, say: Say): void {
  if (module !== "fts5") return say("virtual table", name, `a table of ${module} cannot be scoped`);
  const own = folded(tenantColumn(rules, name));
  const said = args.map((arg) => folded(arg).replaceAll(/["'`[\]\s]/g, ""));
  if (!said.includes(`${own}unindexed`))
    say("virtual table", name, `${own} is to be a column of it, UNINDEXED`);
  if (said.some((arg) => arg.startsWith("content="))) {
    say("virtual table", name, "content of another table is named by row numbers, which all tenants share");
  }
}
