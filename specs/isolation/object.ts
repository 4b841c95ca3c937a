import {
  COMMON,
  foreignRows,
  INTO,
  insertion,
  neighboursOf,
  ownRows,
  SHARED,
  soloDefinitions,
  tableOf,
} from "./bookshop.ts";
import { type Layout, readLayout, unreported } from "./bytecode.ts";
import { kindOf, type Outcome, rowText } from "./outcome.ts";
import { STATE } from "./state.ts";
import { boundFor, isReading, type Sequence, type Trial } from "./trial.ts";

/** As one world is filled: the rows of a tenant alone, or among others'. */
export interface Filling {
  readonly tenant: string;
  readonly isShared: boolean;
}

/** Statements that make and fill a database. */
export function makings({ tenant, isShared }: Filling): string[] {
  const definitions = isShared ? SHARED : soloDefinitions(tenant);
  const others = neighboursOf(tenant)
    .flatMap(foreignRows)
    .filter(({ into, values }) => !(into.startsWith("prices") && values[0] === ""));
  // Those before the tenant and those behind, so that neither end of a table is the tenant's own.
  const rows = [...others.slice(0, 60), ...ownRows(tenant), ...others.slice(60), COMMON];
  const filled = [...definitions, ...rows.map(insertion)];
  if (tenant === ANALYZED) return [...filled, "ANALYZE", ...(isShared ? [] : removals(tenant))];
  return isShared ? filled : [...definitions, ...[...ownRows(tenant), COMMON].map(insertion)];
}

/** Statistics give SQLite other plans, and `PRAGMA optimize` makes them on D1. Alone this tenant has those of all. */
const ANALYZED = "c";

/** Removes all rows but the tenant's own, and the prices that all see. */
function removals(tenant: string): string[] {
  const { prices: _, ...others } = INTO;
  const tables = Object.values(others).map(tableOf);
  return [
    ...tables.toReversed().map((table) => `DELETE FROM ${table} WHERE tenant_id <> '${tenant}'`),
    `DELETE FROM prices WHERE owner NOT IN ('', '${tenant}')`,
  ];
}

const TOLD = "told what came of it";

/** The SQL of one durable object: a database that answers at once, and undoes what a sequence has done. */
export class ObjectWorld {
  readonly #storage: DurableObjectStorage;
  readonly #filling: Filling;
  #layout: Layout | undefined;

  constructor(storage: DurableObjectStorage, filling: Filling) {
    this.#storage = storage;
    this.#filling = filling;
    const isMade = storage.sql.exec("SELECT 1 FROM sqlite_schema WHERE name = 'books'").toArray().length > 0;
    if (!isMade) for (const sql of makings(filling)) storage.sql.exec(sql);
  }

  /** All rows, of the tenant and of others. */
  state(): { readonly own: string; readonly others: string } {
    const [row] = this.#storage.sql.exec(STATE, this.#filling.tenant).raw<[string, string]>();
    return { own: row?.[0] ?? "", others: row?.[1] ?? "" };
  }

  /** Runs what follows on each other, and undoes it. */
  run(sequence: Sequence): Outcome[] {
    const outcomes: Outcome[] = [];
    if (sequence.every(isReading)) return sequence.map((trial) => this.#try(trial));
    try {
      this.#storage.transactionSync(() => {
        for (const trial of sequence) outcomes.push(this.#try(trial));
        throw new Error(TOLD);
      });
    } catch (error) {
      if (!(error instanceof Error) || error.message !== TOLD) throw error;
    }
    return outcomes;
  }

  #try(trial: Trial): Outcome {
    const { tenant, isShared } = this.#filling;
    const { sql } = this.#storage;
    const text = isShared ? trial.scoped.sql : trial.statement.sql;
    const values = isShared ? boundFor(trial, tenant) : trial.statement.values;
    const isWriting = !isReading(trial);
    let [names, rows, message, changes]: [string[], string[], string, number] = [[], [], "", 0];
    try {
      const cursor = sql.exec(text, ...values);
      names = cursor.columnNames;
      for (const row of cursor.raw()) rows.push(rowText(row));
      if (isWriting) changes = Number(sql.exec("SELECT changes() AS n").one()["n"]);
    } catch (error) {
      message = (error as Error).message;
    }
    // A virtual table knows no DEFAULT.
    if (isWriting && !isShared) sql.exec("UPDATE texts SET tenant_id = ? WHERE tenant_id IS NULL", tenant);
    return {
      names,
      rows,
      error: message === "" ? undefined : kindOf(message),
      message,
      changes,
      ...(isWriting ? this.state() : { own: "", others: "" }),
      unreported: message === "" && isShared ? this.#opens(trial) : [],
    };
  }

  #opens({ scoped, ...trial }: Trial): string[] {
    const ask = (sql: string, values: readonly (string | number | null)[] = []): unknown[][] => [
      ...this.#storage.sql.exec(sql, ...values).raw(),
    ];
    const program = ask(`EXPLAIN ${scoped.sql}`, boundFor({ scoped, ...trial }, this.#filling.tenant));
    const found = unreported(program, scoped.tables, (this.#layout ??= readLayout(ask)));
    if (found.length === 0) return found;
    // The handle of a virtual table is another one after some rollbacks.
    this.#layout = readLayout(ask);
    return unreported(program, scoped.tables, this.#layout);
  }
}
