import { folded } from "../sql/names.ts";
import type { ColumnDefinition, Definitions, KeyColumn, TableDefinition } from "./definitions.ts";
import type { Say } from "./finding.ts";
import { unknownFunctions } from "./functions-of.ts";
import { notLed } from "./keys.ts";
import { type SchemaRules, tenantColumn } from "./rules.ts";

interface About {
  readonly definitions: Definitions;
  readonly rules: SchemaRules;
  readonly say: Say;
}

export function lintTable(table: TableDefinition, about: About): void {
  const { rules, say } = about;
  const own = tenantColumn(rules, table.name);
  const column = table.columns.get(folded(own));
  if (!column)
    return say("tenant column", table.name, `there is no column ${own}, and it is not said to be shared`);
  lintTenantColumn(column, (why) => say("tenant column", table.name, why));
  for (const { name, byDefault, endsMore } of table.columns.values()) {
    if (endsMore) say("conflict clause", table.name, `${name} ends more than a statement on a conflict`);
    for (const called of byDefault ? unknownFunctions(byDefault) : []) {
      say("function", table.name, `${name} is by default what ${called} says, which may be of other tenants`);
    }
  }
  lintKeys(table, own, say);
  lintForeignKeys(table, own, about);
}

function lintTenantColumn(column: ColumnDefinition, wrong: (why: string) => void): void {
  const { name, type, isNotNull, collation, generated } = column;
  if (!isNotNull) wrong(`${name} may be NULL, so that a row could be nobody's`);
  if (folded(type) !== "text") wrong(`${name} is not TEXT`);
  if (generated) wrong(`${name} is made of other columns, which a statement may change`);
  if (collation && folded(collation) !== "binary") {
    wrong(`${name} is compared by ${collation}: tenants could be taken for each other`);
  }
}

function lintKeys(table: TableDefinition, own: string, say: Say): void {
  if (!table.keys.some(({ kind }) => kind === "primary key")) {
    say("leading key", table.name, "there is no primary key");
  }
  for (const { kind, columns, isAutoIncrement, endsMore, replaces } of table.keys) {
    const why = notLed(columns, own);
    if (why) say("leading key", table.name, `the ${kind} ${why}`);
    if (isAutoIncrement) say("row numbers", table.name, "AUTOINCREMENT counts the rows of all tenants");
    if (endsMore) say("conflict clause", table.name, `the ${kind} ends more than a statement on a conflict`);
    if (why && replaces)
      say("conflict clause", table.name, `the ${kind} deletes the row of another tenant on a conflict`);
  }
}

function lintForeignKeys(table: TableDefinition, own: string, { definitions, rules, say }: About): void {
  for (const { columns, table: parent, to, sets } of table.foreignKeys) {
    const name = folded(parent);
    const list = columns.join(", ");
    const setsOwn = sets && columns.some((column) => folded(column) === folded(own));
    if (setsOwn) say("foreign key", table.name, `an action of (${list}) would set ${own} too`);
    if (rules.shared.has(name)) continue;
    const first = to[0] ?? primaryKey(definitions.tables.get(name))[0]?.column ?? "";
    const isLed = folded(columns[0] ?? "") === folded(own);
    if (isLed && folded(first) === folded(tenantColumn(rules, parent))) continue;
    say(
      "foreign key",
      table.name,
      `(${list}) may point at another tenant's row of ${parent}: lead it with ${own}`,
    );
  }
}

function primaryKey(table: TableDefinition | undefined): readonly KeyColumn[] {
  return table?.keys.find(({ kind }) => kind === "primary key")?.columns ?? [];
}

export function lintVirtualTable(
  { name, module, args }: TableDefinition,
  rules: SchemaRules,
  say: Say,
): void {
  if (module !== "fts5") return say("virtual table", name, `a table of ${module} cannot be scoped`);
  const own = folded(tenantColumn(rules, name));
  const said = args.map((arg) => folded(arg).replaceAll(/["'`[\]\s]/g, ""));
  if (!said.includes(`${own}unindexed`))
    say("virtual table", name, `${own} is to be a column of it, UNINDEXED`);
  if (said.some((arg) => arg.startsWith("content="))) {
    say("virtual table", name, "content of another table is named by row numbers, which all tenants share");
  }
}
