import type {
  ColumnConstraint,
  ColumnDefinition as ColumnNode,
  CreateTableStmt,
  CreateVirtualTableStmt,
  ForeignKeyClause,
  ResolveType,
  SortedColumn,
  TableConstraint,
} from "sqlite3-parser";
import { folded } from "../sql/names.ts";
import type {
  ColumnDefinition,
  ForeignKeyDefinition,
  KeyColumn,
  KeyDefinition,
  TableDefinition,
} from "./definitions.ts";

/** Reads a table's definition, or nothing where it is made of a SELECT, and so has no keys. */
export function readTable({ tblName, body }: CreateTableStmt): TableDefinition | undefined {
  if (body.type !== "ColumnsAndConstraintsCreateTableBody") return undefined;
  const columns = body.columns.map(readColumn);
  const constraints = (body.constraints ?? []).map(({ constraint }) => readConstraint(constraint));
  return {
    name: tblName.objName.text,
    module: "table",
    args: [],
    columns: new Map(columns.map(({ column }) => [folded(column.name), column])),
    keys: [...columns, ...constraints].flatMap(({ keys }) => keys),
    foreignKeys: [...columns, ...constraints].flatMap(({ foreignKeys }) => foreignKeys),
  };
}

export function readVirtualTable({
  tblName,
  moduleName,
  args = [],
}: CreateVirtualTableStmt): TableDefinition {
  const module = folded(moduleName.text);
  return { name: tblName.objName.text, module, args, columns: new Map(), keys: [], foreignKeys: [] };
}

/** A column, with the keys that its own constraints make. */
export function readColumn({ colName, colType, constraints }: ColumnNode): {
  readonly column: ColumnDefinition;
  readonly keys: KeyDefinition[];
  readonly foreignKeys: ForeignKeyDefinition[];
} {
  const name = colName.text;
  const all = constraints.map(({ constraint }) => constraint);
  const collation = all.find((each) => each.type === "CollateColumnConstraint")?.collationName.text;
  return {
    column: {
      name,
      type: colType?.name ?? "",
      isNotNull: all.some((each) => each.type === "NotNullColumnConstraint" && !each.nullable),
      collation,
      generated: all.find((each) => each.type === "GeneratedColumnConstraint")?.expr,
      byDefault: all.find((each) => each.type === "DefaultColumnConstraint")?.expr,
      endsMore: all.some((each) => each.type === "NotNullColumnConstraint" && endsMore(each.conflictClause)),
    },
    keys: all.flatMap((each) => columnKey(each, { column: name, collation })),
    foreignKeys: all.flatMap((each) =>
      each.type === "ForeignKeyColumnConstraint" ? [foreignKey([name], each.clause)] : [],
    ),
  };
}

function columnKey(constraint: ColumnConstraint, column: KeyColumn): KeyDefinition[] {
  if (constraint.type === "PrimaryKeyColumnConstraint") return [key("primary key", [column], constraint)];
  return constraint.type === "UniqueColumnConstraint" ? [key("unique key", [column], constraint)] : [];
}

function readConstraint(constraint: TableConstraint): {
  readonly keys: KeyDefinition[];
  readonly foreignKeys: ForeignKeyDefinition[];
} {
  if (constraint.type === "ForeignKeyTableConstraint") {
    const names = constraint.columns.map(({ colName }) => colName.text);
    return { keys: [], foreignKeys: [foreignKey(names, constraint.clause)] };
  }
  if (constraint.type === "CheckTableConstraint") return { keys: [], foreignKeys: [] };
  const kind = constraint.type === "PrimaryKeyTableConstraint" ? "primary key" : "unique key";
  return { keys: [key(kind, constraint.columns.map(keyColumn), constraint)], foreignKeys: [] };
}

function key(
  kind: KeyDefinition["kind"],
  columns: readonly KeyColumn[],
  said: { readonly autoIncrement?: boolean; readonly conflictClause: ResolveType | undefined },
): KeyDefinition {
  return {
    kind,
    columns,
    isAutoIncrement: said.autoIncrement === true,
    endsMore: endsMore(said.conflictClause),
    replaces: said.conflictClause === "Replace",
  };
}

/** Whether what is done on a conflict undoes, or leaves half done, more than the statement. */
export function endsMore(conflict: ResolveType | undefined): boolean {
  return conflict === "Rollback" || conflict === "Fail";
}

function foreignKey(
  columns: readonly string[],
  { tblName, columns: to = [], args }: ForeignKeyClause,
): ForeignKeyDefinition {
  const sets = args.some(
    (arg) => arg.type !== "MatchRefArg" && (arg.action === "SetNull" || arg.action === "SetDefault"),
  );
  return { columns, table: tblName.text, to: to.map(({ colName }) => colName.text), sets };
}

/** What a key or an index orders by. */
export function keyColumn({ expr }: Pick<SortedColumn, "expr">): KeyColumn {
  if (expr.type === "CollateExpr") return { ...keyColumn(expr), collation: expr.collation };
  if (expr.type === "Id") return { column: expr.name, collation: undefined };
  if (expr.type === "NameExpr") return { column: expr.name.text, collation: undefined };
  return { column: undefined, collation: undefined };
}
