import type { CreateTriggerStmt, DistinctNames, Expr, Select, TriggerCmd } from "sqlite3-parser";
import { traverse } from "sqlite3-parser";
import { folded } from "../sql/names.ts";
import type { Definitions } from "./definitions.ts";
import { type SchemaRules, tenantColumn } from "./rules.ts";

/**
 * What is wrong with a trigger. It runs for whoever wrote, and binds nothing, so that each of its writes must take the tenant
 * from the row that set it off; and it reads no table.
 */
export function lintTrigger(
  trigger: CreateTriggerStmt,
  { tables }: Definitions,
  rules: SchemaRules,
): string[] {
  const table = trigger.tblName.objName.text;
  if (!tables.has(folded(table)) || rules.shared.has(folded(table))) {
    return [`it is set off by ${table}, which is no table of tenants`];
  }
  const from = tenantColumn(rules, table);
  const wrong: string[] = [];
  let reads = false;
  for (const node of [...trigger.commands, ...(trigger.whenClause ? [trigger.whenClause] : [])]) {
    traverse(node, {
      nodes: { TableSelectTable: () => void (reads = true), InTableExpr: () => void (reads = true) },
    });
  }
  if (reads) wrong.push("it reads a table, and binds no tenant");
  for (const command of trigger.commands) {
    if (command.type === "SelectTriggerCmd") continue;
    const to = command.tblName.objName.text;
    if (rules.shared.has(folded(to))) wrong.push(`it writes to ${to}, which is shared`);
    else if (!isPinned(command, tenantColumn(rules, to), from)) {
      wrong.push(`what it writes to ${to} is not held to the tenant of the row`);
    }
  }
  return wrong;
}

function isPinned(
  command: Exclude<TriggerCmd, { type: "SelectTriggerCmd" }>,
  own: string,
  from: string,
): boolean {
  if (command.type === "InsertTriggerCmd") {
    return insertsOwn(command.colNames ?? [], command.select, { own, from });
  }
  const sets = command.type === "UpdateTriggerCmd" ? command.sets : [];
  const moves = sets.some(({ colNames }) => colNames.some(({ text }) => folded(text) === folded(own)));
  return !moves && conjuncts(command.whereClause).some((each) => isOwn(each, own, from));
}

/** Whether every row begins, or has in its place, with `new.tenant_id` or `old.tenant_id`. */
function insertsOwn(
  columns: DistinctNames,
  { select, compounds }: Select,
  { own, from }: { readonly own: string; readonly from: string },
): boolean {
  const place = columns.findIndex(({ text }) => folded(text) === folded(own));
  if (place === -1) return false;
  return [select, ...(compounds ?? []).map((each) => each.select)].every((one) => {
    if (one.type === "SelectValues") return one.values.every(({ values }) => isRow(values[place], from));
    const before = one.columns.slice(0, place + 1);
    const column = before.at(-1);
    // A star before it could stand for any number of columns.
    const isCounted = before.every(({ type }) => type === "ExprResultColumn");
    return isCounted && column?.type === "ExprResultColumn" && isRow(column.expr, from);
  });
}

function conjuncts(node: Expr | undefined): Expr[] {
  if (!node) return [];
  if (node.type === "BinaryExpr" && node.op === "And")
    return [...conjuncts(node.left), ...conjuncts(node.right)];
  const [inner, ...others] = node.type === "ParenthesizedExpr" ? node.exprs : [];
  return inner && others.length === 0 ? conjuncts(inner) : [node];
}

/** `tenant_id = new.tenant_id`, either way round. */
function isOwn(node: Expr, own: string, from: string): boolean {
  if (node.type !== "BinaryExpr" || node.op !== "Equals") return false;
  const isColumn = (side: Expr): boolean => side.type === "Id" && folded(side.name) === folded(own);
  return (isColumn(node.left) && isRow(node.right, from)) || (isColumn(node.right) && isRow(node.left, from));
}

function isRow(node: Expr | undefined, column: string): boolean {
  return (
    node?.type === "QualifiedExpr" &&
    ["new", "old"].includes(folded(node.table.text)) &&
    folded(node.column.text) === folded(column)
  );
}
