import type { CreateTriggerStmt, Expr, Name, Select } from "sqlite3-parser";

/** What a set of migrations has made, as far as isolation goes. Names are as they were written. */
export interface Definitions {
  readonly tables: Map<string, TableDefinition>;
  readonly views: Map<string, ViewDefinition>;
  readonly triggers: Map<string, CreateTriggerStmt>;
  readonly indexes: Map<string, IndexDefinition>;
  /** Statements that this reader does not understand, and so cannot vouch for. */
  readonly strange: string[];
}

export interface TableDefinition {
  name: string;
  /** An ordinary table, a full-text index, or another virtual table of this module. */
  readonly module: "table" | "fts5" | (string & {});
  readonly columns: Map<string, ColumnDefinition>;
  /** The arguments of a virtual table, without spaces. */
  readonly args: readonly string[];
  /** The primary key and what else is unique, each with its columns in order. */
  readonly keys: readonly KeyDefinition[];
  readonly foreignKeys: readonly ForeignKeyDefinition[];
}

export interface ColumnDefinition {
  name: string;
  readonly type: string;
  readonly isNotNull: boolean;
  readonly collation: string | undefined;
  /** What it is made of, if it is made of other columns of the row. */
  readonly generated: Expr | undefined;
  /** A default is drawn from what a function says, such as `last_insert_rowid`: its expression. */
  readonly byDefault: Expr | undefined;
  /** `NOT NULL ON CONFLICT ROLLBACK` or `FAIL` ends more than the statement. */
  readonly endsMore: boolean;
}

export interface KeyDefinition {
  readonly kind: "primary key" | "unique key";
  readonly columns: readonly KeyColumn[];
  readonly isAutoIncrement: boolean;
  /** `ON CONFLICT ROLLBACK` or `FAIL` ends more than the statement. */
  readonly endsMore: boolean;
  /** `ON CONFLICT REPLACE` deletes the row that is in the way, whosever it is. */
  readonly replaces: boolean;
}

/** A column of a key or an index, or an expression of an index. */
export interface KeyColumn {
  readonly column: string | undefined;
  readonly collation: string | undefined;
}

export interface ForeignKeyDefinition {
  readonly columns: readonly string[];
  readonly table: string;
  /** Empty for the primary key of that table. */
  readonly to: readonly string[];
  /** `SET NULL` or `SET DEFAULT` changes every column of the key, and so whose the row is. */
  readonly sets: boolean;
}

export interface IndexDefinition {
  readonly name: string;
  readonly table: string;
  readonly isUnique: boolean;
  readonly columns: readonly KeyColumn[];
}

export interface ViewDefinition {
  readonly name: string;
  readonly columns: readonly Name[] | undefined;
  readonly select: Select;
  readonly source: string;
}
