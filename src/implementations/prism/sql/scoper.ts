import { parseStmt } from "sqlite3-parser";
import type { Schema } from "../schema/schema.ts";
import { printExpression } from "./expressions.ts";
import { StatementRefused } from "./refused.ts";
import { printSelect } from "./selects.ts";
import { statement } from "./statements.ts";
import { type Grammar, TENANT, Writing } from "./writing.ts";

/** A statement that opens nothing but the tenant's rows. It is the same for every tenant. */
export interface ScopedStatement {
  /** Its text. The tenant is its last parameter, if `hasTenant`. */
  readonly sql: string;
  /** How many values are bound before the tenant. */
  readonly parameters: number;
  readonly hasTenant: boolean;
  /** The tables that it opens by itself; what foreign keys and triggers open is theirs. */
  readonly tables: ReadonlySet<string>;
}

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
  const writing = new Writing({
    schema,
    source: sql,
    shared: NONE,
    tables: new Set(),
    isView: false,
    answer: root.type === "SelectStmt" ? root.body.select : undefined,
    depth: 0,
    grammar: GRAMMAR,
  });
  const text = statement(writing, root);
  const { parameters, tables } = writing;
  return {
    sql: text.replaceAll(TENANT, `?${parameters + 1}`),
    parameters,
    hasTenant: text.includes(TENANT),
    tables,
  };
}
