import type {
  AstNode,
  CreateTriggerStmt,
  DistinctNames,
  Expr,
  Select,
  SetAssignment,
  TriggerCmd,
  Upsert,
} from "sqlite3-parser";
import { traverse } from "sqlite3-parser";
import { TABLE_FUNCTIONS } from "../sql/functions.ts";
import { folded } from "../sql/names.ts";
import type { Definitions } from "./definitions.ts";
import { unknownFunctions } from "./functions-of.ts";
import { spanOf } from "./keys.ts";
import { endsMore } from "./read-table.ts";
import { type SchemaRules, tenantColumn } from "./rules.ts";

/**
 * What is wrong with a trigger. It runs for whoever wrote, and binds nothing, so that each of its writes must take the tenant
 * from the row that set it off; and it reads no table.
 */
export function lintTrigger(
  trigger: CreateTriggerStmt,
  definitions: Definitions,
  rules: SchemaRules,
): string[] {
  const table = trigger.tblName.objName.text;
  if (!definitions.tables.has(folded(table)) || rules.shared.has(folded(table))) {
    return [`it is set off by ${table}, which is no table of tenants`];
  }
  const from = tenantColumn(rules, table);
  const nodes = [...trigger.commands, ...(trigger.whenClause ? [trigger.whenClause] : [])];
  const wrong = nodes
    .flatMap(unknownFunctions)
    .map((name) => `it calls ${name}, which may tell of other tenants`);
  if (nodes.some(readsTable)) wrong.push("it reads a table, and binds no tenant");
  if (nodes.some(endsStatements)) wrong.push("it may end more than the statement");
  for (const command of trigger.commands) {
    if (command.type !== "SelectTriggerCmd") wrong.push(...lintWrite(command, { from, definitions, rules }));
  }
  return wrong;
}

type Write = Exclude<TriggerCmd, { readonly type: "SelectTriggerCmd" }>;

interface About {
  /** The tenant's column in the table that sets the trigger off. */
  readonly from: string;
  readonly definitions: Definitions;
  readonly rules: SchemaRules;
}

function lintWrite(command: Write, { from, definitions, rules }: About): string[] {
  const to = command.tblName.objName.text;
  if (rules.shared.has(folded(to))) return [`it writes to ${to}, which is shared`];
  const own = tenantColumn(rules, to);
  if (!isPinned(command, own, from)) return [`what it writes to ${to} is not held to the tenant of the row`];
  const target = definitions.tables.get(folded(to));
  // An OR REPLACE of the statement that sets it off holds for the trigger's writes too.
  const replaces = command.type !== "DeleteTriggerCmd" && target;
  return replaces && spanOf(target, definitions, own) === "key"
    ? [`it writes to ${to}, where a row of another tenant may be in the way`]
    : [];
}

function readsTable(node: AstNode): boolean {
  let reads = false;
  const found = (): void => void (reads = true);
  traverse(node, {
    nodes: {
      TableSelectTable: found,
      InTableExpr: found,
      TableCallSelectTable: ({ tblName }) =>
        void (reads ||= !TABLE_FUNCTIONS.has(folded(tblName.objName.text))),
    },
  });
  return reads;
}

/** By `RAISE(ROLLBACK)`, or by an `OR FAIL` of its own. */
function endsStatements(node: AstNode): boolean {
  let ends = "orConflict" in node && endsMore(node.orConflict);
  traverse(node, { nodes: { RaiseExpr: ({ resolve }) => void (ends ||= endsMore(resolve)) } });
  return ends;
}

function isPinned(command: Write, own: string, from: string): boolean {
  if (command.type === "InsertTriggerCmd") {
    const isOfAll = insertsOwn(command.colNames ?? [], command.select, { own, from });
    return isOfAll && !moves(upsertSets(command.upsert), own);
  }
  const sets = command.type === "UpdateTriggerCmd" ? command.sets : [];
  return !moves(sets, own) && conjuncts(command.whereClause).some((each) => isOwn(each, own, from));
}

function moves(sets: readonly SetAssignment[], own: string): boolean {
  return sets.some(({ colNames }) => colNames.some(({ text }) => folded(text) === folded(own)));
}

function upsertSets(node: Upsert | undefined): SetAssignment[] {
  if (!node) return [];
  const { doClause, next } = node;
  return [...(doClause.type === "SetUpsertDo" ? doClause.sets : []), ...upsertSets(next)];
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
