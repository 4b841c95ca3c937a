import { type AlterTableStmt, parse, type QualifiedName, type Stmt, traverse } from "sqlite3-parser";
import { folded } from "../sql/names.ts";
import type { Definitions, TableDefinition } from "./definitions.ts";
import { keyColumn, readColumn, readTable, readVirtualTable } from "./read-table.ts";

type Kind = Stmt["type"];
type Readers = {
  readonly [Each in Kind]?: (
    into: Definitions,
    node: Extract<Stmt, { readonly type: Each }>,
    source: string,
  ) => void;
};

/** What changes rows and no definition. */
const OF_ROWS: ReadonlySet<Kind> = new Set([
  "SelectStmt",
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "AnalyzeStmt",
]);

/** Settings of the transaction that migrates: they change no definition. */
const PASSING: ReadonlySet<string> = new Set(["defer_foreign_keys", "foreign_keys"]);

const READERS: Readers = {
  CreateTableStmt: (into, node, source) => {
    if (node.ifNotExists && isThere(into, node.tblName)) return;
    const table = readTable(node);
    if (table) into.tables.set(folded(table.name), table);
    else into.strange.push(excerpt(source, node));
  },
  CreateVirtualTableStmt: (into, node) => {
    if (node.ifNotExists && isThere(into, node.tblName)) return;
    const table = readVirtualTable(node);
    into.tables.set(folded(table.name), table);
  },
  CreateIndexStmt: ({ indexes }, { idxName, tblName, unique, columns, ifNotExists }) => {
    if (ifNotExists && indexes.has(folded(idxName.objName.text))) return;
    const name = idxName.objName.text;
    const index = { name, table: tblName.text, isUnique: unique, columns: columns.map(keyColumn) };
    indexes.set(folded(name), index);
  },
  CreateViewStmt: (into, { viewName, columns, select, ifNotExists }, source) => {
    if (ifNotExists && isThere(into, viewName)) return;
    const name = viewName.objName.text;
    into.views.set(folded(name), { name, columns: columns?.map(({ colName }) => colName), select, source });
  },
  CreateTriggerStmt: ({ triggers }, node) => {
    const name = folded(node.triggerName.objName.text);
    if (!node.ifNotExists || !triggers.has(name)) triggers.set(name, node);
  },
  DropTableStmt: (into, { tblName }) => drop(into, folded(tblName.objName.text)),
  DropIndexStmt: ({ indexes }, { idxName }) => void indexes.delete(folded(idxName.objName.text)),
  DropViewStmt: (into, { viewName }) => {
    into.views.delete(folded(viewName.objName.text));
    drop(into, folded(viewName.objName.text));
  },
  DropTriggerStmt: ({ triggers }, { triggerName }) => void triggers.delete(folded(triggerName.objName.text)),
  PragmaStmt: ({ strange }, node, source) => {
    if (!PASSING.has(folded(node.name.objName.text))) strange.push(excerpt(source, node));
  },
  AlterTableStmt: (into, node, source) => {
    if (!alter(into, node)) into.strange.push(excerpt(source, node));
  },
};

/** Reads migrations, in their order. Throws for what SQLite would not parse. */
export function readDefinitions(migrations: readonly string[]): Definitions {
  const definitions: Definitions = {
    tables: new Map(),
    views: new Map(),
    triggers: new Map(),
    indexes: new Map(),
    strange: [],
  };
  for (const source of migrations) {
    const parsed = parse(source);
    if (parsed.status === "error") throw new Error(`Read a schema: ${parsed.errors.join("\n")}`);
    for (const node of parsed.root.cmds) {
      const read = READERS[node.type] as
        | ((into: Definitions, node: Stmt, source: string) => void)
        | undefined;
      if (read) read(definitions, node, source);
      else if (!OF_ROWS.has(node.type)) definitions.strange.push(excerpt(source, node));
    }
  }
  return definitions;
}

/** Where there is one of that name, `IF NOT EXISTS` leaves it as it was. */
function isThere({ tables, views }: Definitions, { objName }: QualifiedName): boolean {
  const name = folded(objName.text);
  return tables.has(name) || views.has(name);
}

function excerpt(source: string, { span }: Stmt): string {
  return source.slice(span.offset, span.offset + Math.min(span.length, 80)).trim();
}

function drop({ tables, indexes, triggers }: Definitions, name: string): void {
  tables.delete(name);
  for (const [key, { table }] of indexes) if (folded(table) === name) indexes.delete(key);
  for (const [key, { tblName }] of triggers) if (folded(tblName.objName.text) === name) triggers.delete(key);
}

/** False for a change that is not understood. */
function alter(into: Definitions, { tblName, body }: AlterTableStmt): boolean {
  const { tables, indexes } = into;
  const key = folded(tblName.objName.text);
  const table = tables.get(key);
  if (!table) return false;
  if (body.type === "AddColumnAlterTableBody") {
    const { column, foreignKeys } = readColumn(body.column);
    table.columns.set(folded(column.name), column);
    tables.set(key, { ...table, foreignKeys: [...table.foreignKeys, ...foreignKeys] });
    return true;
  }
  if (body.type === "DropColumnAlterTableBody") return table.columns.delete(folded(body.column.text));
  if (body.type !== "RenameToAlterTableBody" || isSaidElsewhere(into, key)) return false;
  rename(tables, table, body.name.text);
  for (const [name, index] of indexes) {
    if (folded(index.table) === key) indexes.set(name, { ...index, table: body.name.text });
  }
  return true;
}

/** Whether a view or a trigger names a table: SQLite would change its text, which this reader does not. */
function isSaidElsewhere({ views, triggers }: Definitions, table: string): boolean {
  let isSaid = false;
  for (const node of [...[...views.values()].map(({ select }) => select), ...triggers.values()]) {
    traverse(node, {
      nodes: { QualifiedName: ({ objName }) => void (isSaid ||= folded(objName.text) === table) },
    });
  }
  return isSaid;
}

function rename(tables: Map<string, TableDefinition>, table: TableDefinition, to: string): void {
  const from = folded(table.name);
  tables.delete(from);
  tables.set(folded(to), { ...table, name: to });
  // SQLite points the foreign keys of others at the new name.
  for (const [key, other] of tables) {
    const foreignKeys = other.foreignKeys.map((each) =>
      folded(each.table) === from ? { ...each, table: to } : each,
    );
    tables.set(key, { ...other, foreignKeys });
  }
}
