import { parseStmt, type Stmt } from "sqlite3-parser";
import type { Schema } from "../schema/schema.ts";
import { printExpression } from "./expressions.ts";
import { anyRaises } from "./raising.ts";
import { StatementRefused } from "./refused.ts";
import { printSelect } from "./selects.ts";
import { statement } from "./statements.ts";
import { type Extent, type Grammar, TENANT, Writing } from "./writing.ts";

/** A statement that opens nothing but the tenant's rows. It is the same for every tenant. */
export interface ScopedStatement {
  /** Its text. The tenant is its last parameter, if `hasTenant`. */
  readonly sql: string;
  /** How many values are bound before the tenant. */
  readonly parameters: number;
  readonly hasTenant: boolean;
  /** The tables that it opens by itself; what foreign keys and triggers open is theirs. */
  readonly tables: ReadonlySet<string>;
  readonly act: Act;
  /** How often its author names something to read from or to write to, subqueries in a FROM among them. */
  readonly references: number;
  /** Whether a WITH reads itself: SQLite asks for no RECURSIVE. */
  readonly recurses: boolean;
}

type Act = "select" | "insert" | "update" | "delete";

export interface Scoper {
  /**
   * Writes a statement anew so that it reads and writes a tenant's rows only: what is run is printed from its syntax
   * tree, and no character of the source reaches the database otherwise. Throws `StatementRefused` for what is not admitted.
   */
  scope(sql: string): ScopedStatement;
}

/** How many statements are remembered, and of which length: an application has some hundreds. */
const MOST_REMEMBERED = 1_000;
const LONGEST_REMEMBERED = 10_000;

/** Scopes statements for the tables of one schema. */
export function createScoper(schema: Schema): Scoper {
  const remembered = new Map<string, ScopedStatement>();
  return {
    scope(sql) {
      const known = remembered.get(sql);
      if (known) return known;
      const scoped = scopeAnew(schema, sql);
      if (sql.length <= LONGEST_REMEMBERED) {
        if (remembered.size >= MOST_REMEMBERED) remembered.delete(remembered.keys().next().value ?? "");
        remembered.set(sql, scoped);
      }
      return scoped;
    },
  };
}

const GRAMMAR: Grammar = { expression: printExpression, select: printSelect };
const NONE: ReadonlySet<string> = new Set();

function scopeAnew(schema: Schema, sql: string): ScopedStatement {
  // SQLite stops reading there, and the parser would go on.
  const nul = sql.indexOf("\0");
  if (nul !== -1) throw new StatementRefused("there is a NUL", nul);
  if (!sql.isWellFormed()) throw new StatementRefused("there is half of a surrogate pair", 0);
  const parsed = parseStmt(sql);
  if (parsed.status === "error") {
    const [error] = parsed.errors;
    throw new StatementRefused(error?.message ?? "it is no statement", error?.span.offset ?? 0);
  }
  const { root } = parsed;
  let raises: boolean | undefined;
  const writing = new Writing({
    schema,
    source: sql,
    shared: NONE,
    extent: { tables: new Set(), opened: 0, references: 0, recurses: false, deepest: 0, closed: undefined },
    isView: false,
    answer: root.type === "SelectStmt" ? root.body.select : undefined,
    raises: () => (raises ??= anyRaises(root, schema)),
    depth: 0,
    grammar: GRAMMAR,
  });
  const text = statement(writing, root);
  const { parameters, extent } = writing;
  const scoped = {
    sql: text.replaceAll(TENANT, `?${parameters + 1}`),
    parameters,
    hasTenant: text.includes(TENANT),
    tables: extent.tables,
    act: ACTS[root.type] ?? "select",
    references: extent.references,
    recurses: extent.recurses,
  };
  refuseBeyond(scoped, extent);
  return scoped;
}

const ACTS: { readonly [Kind in Stmt["type"]]?: Act } = {
  InsertStmt: "insert",
  UpdateStmt: "update",
  DeleteStmt: "delete",
};

/** What SQLite bounds in workerd, where the tenant's condition would take a statement over the bound. */
const MOST_PARAMETERS = 100;
const MOST_BYTES = 100_000;
/** Of expressions. Each table that is opened may have its condition put around them, and that is two deep. */
const DEEPEST = 97;

function refuseBeyond({ sql, parameters, hasTenant }: ScopedStatement, { opened, deepest }: Extent): void {
  if (parameters + (hasTenant ? 1 : 0) > MOST_PARAMETERS) {
    throw new StatementRefused(`it has ${parameters} parameters, and the tenant is one more`, 0);
  }
  if (deepest + opened > DEEPEST) {
    throw new StatementRefused(`it nests ${deepest} deep, over ${opened} tables`, 0);
  }
  // Most are far from it: no character is longer than three bytes for each of its units.
  if (3 * sql.length > MOST_BYTES && new TextEncoder().encode(sql).length > MOST_BYTES) {
    throw new StatementRefused("it is too long, as it is scoped", 0);
  }
}
