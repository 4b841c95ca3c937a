import type {
  As,
  Expr,
  FromClause,
  JoinedSelectTable,
  Limit,
  OneSelect,
  ResultColumn,
  Select,
  SelectTable,
  With,
} from "sqlite3-parser";
import { orderBy, window } from "./expressions.ts";
import { TABLE_FUNCTIONS } from "./functions.ts";
import {
  losesConditions,
  printConstraint,
  printOperator,
  refuseMergedNames,
  refuseNaturalNumbers,
  refuseTwins,
} from "./joins.ts";
import { folded, quoted } from "./names.ts";
import { refuse } from "./refused.ts";
import { askable, refuseNaturalIndex, star } from "./indexes.ts";
import { matchesOf, named, rowsOf } from "./tables.ts";
import { print, type Printers, type Writing } from "./writing.ts";

export function printSelect(w: Writing, node: Select): string {
  return withNames(w, node.with, () => {
    // In the order of the text, which numbers its parameters.
    const parts = [oneSelect(w, node.select, node.select === w.answer)];
    for (const { operator, select } of node.compounds ?? []) {
      parts.push(` ${COMPOUNDS[operator]} ${oneSelect(w, select, false)}`);
    }
    return parts.join("") + (node.orderBy ? orderBy(w, node.orderBy) : "") + limitOf(w, node);
  });
}

/** An OFFSET keeps SQLite from making one SELECT of a compound and of what reads it. */
function limitOf(w: Writing, node: Select): string {
  const written = limit(w, node.limit);
  return node.limit?.offset || !losesConditions(node) ? written : `${written || " LIMIT -1"} OFFSET 0`;
}

const COMPOUNDS = {
  Union: "UNION",
  UnionAll: "UNION ALL",
  Except: "EXCEPT",
  Intersect: "INTERSECT",
} as const;

/** What is written under a WITH, behind it. Its names are seen there and in its own expressions, and nowhere else. */
export function withNames(w: Writing, node: With | undefined, write: () => string): string {
  if (!node) return write();
  return w.among(
    node.ctes.map(({ tblName }) => tblName),
    () => {
      const all = node.ctes.map(({ tblName, columns, materialized, select: body }) => {
        const list = columns ? `(${columns.map(({ colName }) => quoted(colName.text)).join(", ")})` : "";
        return `${named(tblName.text)}${list} AS ${MATERIALIZED[materialized]}(${w.inside(tblName.text, body)})`;
      });
      return `WITH ${node.recursive ? "RECURSIVE " : ""}${all.join(", ")} ${write()}`;
    },
  );
}

const MATERIALIZED = { Any: "", Yes: "MATERIALIZED ", No: "NOT MATERIALIZED " } as const;

function oneSelect(w: Writing, node: OneSelect, isNamed: boolean): string {
  if (node.type === "SelectValues") {
    return `VALUES ${node.values.map(({ values }) => `(${w.expressions(values)})`).join(", ")}`;
  }
  const distinct = node.distinctness ? ` ${node.distinctness.toUpperCase()}` : "";
  const windows = (definitions: typeof node.windowClause): string =>
    (definitions ?? []).map((one) => `${quoted(one.name.text)} AS ${window(w, one.window)}`).join(", ");
  return w.beside(
    askable(w, node.from),
    () =>
      `SELECT${distinct} ${resultColumns(w, node.columns, { isNamed, from: node.from })}` +
      (node.from ? ` FROM ${from(w, node.from)}` : "") +
      (node.whereClause ? ` WHERE ${w.expression(node.whereClause)}` : "") +
      (node.groupBy ? ` GROUP BY ${w.expressions(node.groupBy)}` : "") +
      (node.having ? ` HAVING ${w.expression(node.having)}` : "") +
      (node.windowClause ? ` WINDOW ${windows(node.windowClause)}` : ""),
  );
}

interface Answer {
  /** Whether the statement's author sees the names of its columns. */
  readonly isNamed: boolean;
  readonly from: FromClause | undefined;
}

/** What a SELECT or a RETURNING answers with. */
export function resultColumns(
  w: Writing,
  nodes: readonly ResultColumn[],
  { isNamed, from: source }: Answer,
): string {
  return nodes
    .map((node) => {
      if (node.type !== "ExprResultColumn") return star(w, node, source);
      const { expr, alias: name } = node;
      const written = w.expression(expr);
      if (name) return written + alias(name);
      if (isColumn(expr, isNamed)) return written;
      return `${written} AS ${quoted(textOf(w.source, expr.span))}`;
    })
    .join(", ");
}

const BLANKS = /(?:\s+|--.*|\/\*[^]*?(?:\*\/|$))*/y;

/** The text by which SQLite names a column: up to what comes next, and so with a comment behind it. */
function textOf(source: string, { offset, length }: Expr["span"]): string {
  BLANKS.lastIndex = offset + length;
  BLANKS.test(source);
  return source.slice(offset, BLANKS.lastIndex).trim();
}

/** Whether SQLite names a column by the column that it is. What an author does not see is so in spite of a COLLATE. */
function isColumn(node: Expr, isNamed: boolean): boolean {
  if (node.type === "CollateExpr") return !isNamed && isColumn(node.expr, isNamed);
  const [inner, ...others] = node.type === "ParenthesizedExpr" ? node.exprs : [];
  if (inner && others.length === 0) return isColumn(inner, isNamed);
  return node.type === "Id" || node.type === "NameExpr" || node.type === "QualifiedExpr";
}

export function from(w: Writing, node: FromClause): string {
  const { select: first, joins = [] } = node;
  refuseNaturalIndex(w, node);
  refuseMergedNames(node);
  refuseNaturalNumbers(node);
  refuseTwins(w, node);
  return (first ? table(w, first) : "") + joins.map((joined) => join(w, joined)).join("");
}

function join(w: Writing, { operator, table: joined, constraint }: JoinedSelectTable): string {
  return printOperator(operator) + table(w, joined) + printConstraint(w, constraint);
}

function table(w: Writing, node: SelectTable): string {
  return print(TABLES, w, node) + (node.alias ? alias(node.alias) : "");
}

const TABLES: Printers<SelectTable> = {
  TableSelectTable: (w, { tblName, alias: name, indexed }) => {
    if (indexed) refuse(indexed, "which index is used is SQLite's to say");
    w.refer(tblName.objName.text);
    return rowsOf(w, tblName) + (name ? "" : ` AS ${quoted(tblName.objName.text)}`);
  },
  TableCallSelectTable: (w, { tblName, args = [], alias: name }) => {
    const { dbName, objName } = tblName;
    w.refer();
    if (!dbName && TABLE_FUNCTIONS.has(folded(objName.text)))
      return `${folded(objName.text)}(${w.expressions(args)})`;
    return matchesOf(w, tblName, args) + (name ? "" : ` AS ${quoted(objName.text)}`);
  },
  SelectSelectTable: (w, node) => {
    w.refer();
    return `(${w.select(node.select)})`;
  },
  SubSelectTable: (w, node) => `(${from(w, node.from)})`,
};

function alias({ name }: As): string {
  return ` AS ${quoted(name.text)}`;
}

export function limit(w: Writing, node: Limit | undefined): string {
  if (!node) return "";
  const { expr, offset } = node;
  if (!offset) return ` LIMIT ${w.expression(expr)}`;
  // `LIMIT 5, 10` says the offset first, and a parameter's number follows from where it stands.
  if (offset.span.offset < expr.span.offset) return ` LIMIT ${w.expression(offset)}, ${w.expression(expr)}`;
  return ` LIMIT ${w.expression(expr)} OFFSET ${w.expression(offset)}`;
}
