import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { kindOf } from "../../specs/isolation/outcome.ts";
import { DEFINITIONS, fillings } from "../../specs/isolation/portable/shop.ts";
import { boundFor, isReading, type Sequence, type Trial } from "../../specs/isolation/trial.ts";
import { type Outcome, rowText, stateText, WHOLE } from "./outcome.ts";

/** The rows of all tenants in SQLite, where a statement runs as Prism has printed it. */
export class SqliteWorld {
  readonly #database = new DatabaseSync(":memory:");

  make(): string {
    for (const sql of [...DEFINITIONS, ...fillings()]) this.#database.exec(sql);
    return `SQLite ${String(this.#ask("SELECT sqlite_version()")[0]?.[0])}`;
  }

  state(): string {
    return stateText(this.#ask(WHOLE));
  }

  /** Runs what follows on each other as one tenant, and undoes it. */
  run(tenant: string, sequence: Sequence): Outcome[] {
    this.#database.exec("BEGIN");
    const outcomes = sequence.map((trial) => this.#try(trial, tenant));
    this.#database.exec("ROLLBACK");
    return outcomes;
  }

  close(): void {
    this.#database.close();
  }

  #try(trial: Trial, tenant: string): Outcome {
    const isWriting = !isReading(trial);
    let [rows, changes, message]: [string[], number, string] = [[], 0, ""];
    try {
      rows = this.#ask(trial.scoped.sql, boundFor(trial, tenant)).map(rowText);
      if (isWriting) changes = Number(this.#ask("SELECT changes()")[0]?.[0]);
    } catch (error) {
      ({ message } = error as Error);
    }
    const error = message === "" ? undefined : kindOf(message);
    return { rows, changes, error, message, state: isWriting ? this.state() : "" };
  }

  #ask(sql: string, values: readonly (string | number | null)[] = []): unknown[][] {
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    // A number is bound as one with a fraction, unless it is of the other type.
    const bound = values.map((value): SQLInputValue => (typeof value === "number" ? BigInt(value) : value));
    return statement.all(...bound) as unknown as unknown[][];
  }
}
