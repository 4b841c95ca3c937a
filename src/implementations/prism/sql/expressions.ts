import type {
  Expr,
  FrameBound,
  FrameClause,
  FunctionTail,
  Name,
  Over,
  SortedColumn,
  Type,
  Window,
} from "sqlite3-parser";
import { asBound } from "./bounds.ts";
import { AUXILIARY, FUNCTIONS } from "./functions.ts";
import { asExpression, folded, quoted, ROW_NUMBERS } from "./names.ts";
import { refuse } from "./refused.ts";
import { rowsOf } from "./tables.ts";
import { print, type Printers, type Writing } from "./writing.ts";

type Of<Kind extends Expr["type"]> = Extract<Expr, { readonly type: Kind }>;

const OPERATORS = {
  Add: "+",
  And: "AND",
  ArrowRight: "->",
  ArrowRightShift: "->>",
  BitwiseAnd: "&",
  BitwiseOr: "|",
  Concat: "||",
  Divide: "/",
  Equals: "=",
  Greater: ">",
  GreaterEquals: ">=",
  Is: "IS",
  IsNot: "IS NOT",
  LeftShift: "<<",
  Less: "<",
  LessEquals: "<=",
  Modulus: "%",
  Multiply: "*",
  NotEquals: "<>",
  Or: "OR",
  RightShift: ">>",
  Subtract: "-",
} as const;

/** Those by which SQLite looks for a range of an index. */
const RANGES: ReadonlySet<string> = new Set(["Greater", "GreaterEquals", "Less", "LessEquals"]);

const UNARY = { BitwiseNot: "~", Negative: "-", Not: "NOT", Positive: "+" } as const;

/** The kinds of expression that are admitted. What has no line here is refused. */
const PRINTERS: Omit<Printers<Expr>, "RaiseExpr"> = {
  BetweenExpr: (w, node) => {
    const { lhs, not, start, end } = node;
    const write = (): string =>
      `${w.expression(lhs)} ${negated(not)}BETWEEN ${w.expression(start)} AND ${w.expression(end)}`;
    return asBound(w, node, { bounds: [lhs, start, end], write });
  },
  BinaryExpr: (w, node) => {
    const { left, op, right } = node;
    const write = (): string => `${w.expression(left)} ${OPERATORS[op]} ${w.expression(right)}`;
    return RANGES.has(op) ? asBound(w, node, { bounds: [left, right], write }) : write();
  },
  CaseExpr: (w, { base, whenThenPairs, elseExpr }) => {
    const subject = base ? ` ${w.expression(base)}` : "";
    const arms = whenThenPairs.map((arm) => ` WHEN ${w.expression(arm.when)} THEN ${w.expression(arm.then)}`);
    return `CASE${subject}${arms.join("")}${elseExpr ? ` ELSE ${w.expression(elseExpr)}` : ""} END`;
  },
  CastExpr: (w, { expr, typeName }) => `CAST(${w.expression(expr)} AS ${typeName ? type(w, typeName) : ""})`,
  CollateExpr: (w, { expr, collation }) => `${w.expression(expr)} COLLATE ${quoted(collation)}`,
  ExistsExpr: (w, node) => `EXISTS (${w.select(node.select)})`,
  FunctionCallExpr: (w, node) => {
    const name = functionName(node);
    if (node.orderBy && node.orderBy.type !== "SortListFunctionCallOrder") {
      refuse(node, "WITHIN GROUP is not admitted");
    }
    const distinct = node.distinctness ? `${node.distinctness.toUpperCase()} ` : "";
    const args =
      distinct + (AUXILIARY.has(name) ? asked(w, node.args ?? []) : w.expressions(node.args ?? []));
    const order = node.orderBy ? orderBy(w, node.orderBy.columns) : "";
    return `${name}(${args}${order})${tail(w, node.filterOver)}`;
  },
  FunctionCallStarExpr: (w, node) => `${functionName(node)}(*)${tail(w, node.filterOver)}`,
  Id: (w, node) => {
    refuseIndexName(w, { text: node.name, span: node.span });
    return column(w, node);
  },
  InListExpr: (w, { lhs, not, rhs }) =>
    `${w.expression(lhs)} ${negated(not)}IN (${w.expressions(rhs ?? [])})`,
  InSelectExpr: (w, { lhs, not, rhs }) => `${w.expression(lhs)} ${negated(not)}IN (${w.select(rhs)})`,
  InTableExpr: (w, { lhs, not, rhs, args }) => {
    if (args) refuse(rhs, "a function after IN is not admitted");
    w.refer(rhs.objName.text);
    return `${w.expression(lhs)} ${negated(not)}IN (SELECT * FROM ${rowsOf(w, rhs)})`;
  },
  IsNullExpr: (w, { expr }) => `${w.expression(expr)} ISNULL`,
  LikeExpr: (w, node) => {
    const operator = negated(node.not) + node.op.toUpperCase();
    const left = node.op === "Match" ? asked(w, [node.lhs]) : w.expression(node.lhs);
    const sides = `${left} ${operator} ${w.expression(node.rhs)}`;
    return node.escape ? `${sides} ESCAPE ${w.expression(node.escape)}` : sides;
  },
  NameExpr: (w, { name }) => {
    refuseIndexName(w, name);
    return column(w, name);
  },
  NotNullExpr: (w, { expr }) => `${w.expression(expr)} NOTNULL`,
  ParenthesizedExpr: (w, { exprs }) => `(${w.expressions(exprs)})`,
  QualifiedExpr: (w, node) => {
    refuseIndexName(w, node.column);
    return qualified(node);
  },
  SubqueryExpr: (w, node) => `(${w.select(node.select)})`,
  UnaryExpr: (w, { op, expr }) => `${UNARY[op]} ${w.expression(expr)}`,
  VariableExpr: (w, { name, span }) => {
    if (!/^\?\d*$/.test(name)) refuse({ span }, `the parameter ${name} has a name; use ? or a number`);
    return w.parameter(name);
  },
  NumericLiteral: (_, { value }) => value,
  StringLiteral: (_, { value }) => `'${value.replaceAll("'", "''")}'`,
  BlobLiteral: (_, { bytes }) =>
    `x'${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}'`,
  KeywordLiteral: (_, { value }) => value,
  NullLiteral: () => "NULL",
  CurrentDateLiteral: () => "CURRENT_DATE",
  CurrentTimeLiteral: () => "CURRENT_TIME",
  CurrentTimestampLiteral: () => "CURRENT_TIMESTAMP",
};

export function printExpression(w: Writing, node: Expr): string {
  const known: Partial<Printers<Expr>> = PRINTERS;
  const printer = known[node.type] as ((w: Writing, node: Expr) => string) | undefined;
  return printer ? printer(w, node) : refuse(node, `${node.type} is not among what is admitted`);
}

export function orderBy(w: Writing, columns: readonly SortedColumn[]): string {
  return ` ORDER BY ${sorted(w, columns)}`;
}

export function sorted(w: Writing, columns: readonly SortedColumn[]): string {
  return columns
    .map(({ expr, order, nulls }) => {
      const last = nulls ? ` NULLS ${nulls.toUpperCase()}` : "";
      return `${w.expression(expr)}${order ? ` ${order.toUpperCase()}` : ""}${last}`;
    })
    .join(", ");
}

export function window(w: Writing, { base, partitionBy, orderBy: order, frameClause }: Window): string {
  const partition = partitionBy ? ` PARTITION BY ${w.expressions(partitionBy)}` : "";
  const sort = order ? orderBy(w, order) : "";
  return `(${base ? quoted(base.text) : ""}${partition}${sort}${frameClause ? frame(w, frameClause) : ""})`;
}

function frame(w: Writing, { mode, start, end, exclude }: FrameClause): string {
  const bounds = end ? `BETWEEN ${bound(w, start)} AND ${bound(w, end)}` : bound(w, start);
  return ` ${mode.toUpperCase()} ${bounds}${exclude ? ` EXCLUDE ${EXCLUDED[exclude]}` : ""}`;
}

const EXCLUDED = { NoOthers: "NO OTHERS", CurrentRow: "CURRENT ROW", Group: "GROUP", Ties: "TIES" } as const;

const BOUNDS: Printers<FrameBound> = {
  CurrentRowFrameBound: () => "CURRENT ROW",
  FollowingFrameBound: (w, { expr }) => `${w.expression(expr)} FOLLOWING`,
  PrecedingFrameBound: (w, { expr }) => `${w.expression(expr)} PRECEDING`,
  UnboundedFollowingFrameBound: () => "UNBOUNDED FOLLOWING",
  UnboundedPrecedingFrameBound: () => "UNBOUNDED PRECEDING",
};

function bound(w: Writing, node: FrameBound): string {
  return print(BOUNDS, w, node);
}

function tail(w: Writing, node: FunctionTail | undefined): string {
  const filter = node?.filterClause ? ` FILTER (WHERE ${w.expression(node.filterClause)})` : "";
  return filter + (node?.overClause ? ` OVER ${over(w, node.overClause)}` : "");
}

function over(w: Writing, node: Over): string {
  return node.type === "NameOver" ? quoted(node.name.text) : window(w, node.window);
}

function functionName(node: Of<"FunctionCallExpr" | "FunctionCallStarExpr">): string {
  const name = folded(node.name.name);
  if (!FUNCTIONS.has(name)) refuse(node, `the function ${node.name.name} is not among those admitted`);
  return name;
}

function column(w: Writing, node: Of<"Id"> | Of<"NameExpr">["name"]): string {
  const name = node.type === "Id" ? node.name : node.text;
  if (ROW_NUMBERS.has(folded(name))) refuse(node, rowNumber(name));
  return asExpression(node, w.source);
}

function qualified({ schema, table, column: { text, span } }: Of<"QualifiedExpr">): string {
  if (schema) refuse(schema, "a column is named by its table, not by its database");
  if (ROW_NUMBERS.has(folded(text))) refuse({ span }, rowNumber(text));
  return `${quoted(table.text)}.${quoted(text)}`;
}

/** What the column of an index's own name says counts the questions of all tenants. */
function refuseIndexName({ schema }: Writing, { text, span }: Pick<Name, "text" | "span">): void {
  const found = schema.get(folded(text));
  if (found?.kind === "tenant" && found.shown)
    refuse({ span }, `${text} is asked what matches, and nothing else`);
}

/** Where an index is named to be asked: elsewhere SQLite would raise, or not, by how it goes about its work. */
function asked(w: Writing, [first, ...others]: readonly Expr[]): string {
  if (!first) return "";
  const rest = others.map((other) => `, ${w.expression(other)}`).join("");
  if (first.type === "QualifiedExpr" && w.mayAsk(first.column.text, first.table.text))
    return qualified(first) + rest;
  if (first.type === "Id" && w.mayAsk(first.name)) return column(w, first) + rest;
  if (first.type === "NameExpr" && w.mayAsk(first.name.text)) return column(w, first.name) + rest;
  return refuse(first, "only a full-text index is asked what matches, and not across an outer join");
}

function rowNumber(name: string): string {
  return `${name} counts the rows of all tenants`;
}

function type(w: Writing, { name, size }: Type): string {
  if (!size) return quoted(name);
  const sizes = size.type === "MaxSizeTypeSize" ? [size.size] : [size.size1, size.size2];
  return `${quoted(name)}(${w.expressions(sizes)})`;
}

function negated(not: boolean): string {
  return not ? "NOT " : "";
}
