import { INTO, tableOf } from "./bookshop.ts";
import { layoutOf, type Layout, ROOTS, unreported, VIRTUAL } from "./bytecode.ts";
import { makings } from "./object.ts";
import { kindOf, namedRowText, type Outcome, rowText } from "./outcome.ts";
import { STATE } from "./state.ts";
import { boundFor, isReading, type Trial } from "./trial.ts";

const AT_ONCE = 20;
const TABLES = Object.values(INTO).map((into) => ({ into, table: tableOf(into) }));
const saved = (table: string): string => `saved_${table.replaceAll('"', "")}`;
const UNMADE = [
  ...["retitled"].map((name) => `DROP TRIGGER IF EXISTS ${name}`),
  ...["long_books", "shelf", "names"].map((name) => `DROP VIEW IF EXISTS ${name}`),
  ...TABLES.toReversed().flatMap(({ table }) => [
    `DROP TABLE IF EXISTS ${table}`,
    `DROP TABLE IF EXISTS ${saved(table)}`,
  ]),
];
const RESTORED = [
  ...TABLES.toReversed().map(({ table }) => `DELETE FROM ${table}`),
  ...TABLES.map(
    ({ into, table }) =>
      `INSERT INTO ${into} SELECT ${into.slice(into.indexOf("(") + 1, -1)} FROM ${saved(table)}`,
  ),
];

/** A database of D1 that tenants share. Nothing there can be undone, and so what a statement has changed is made anew. */
export class D1World {
  readonly #db: D1Database;
  readonly #tenant: string;
  #layout: Layout | undefined;
  #before = "";
  #isChanged = false;

  constructor(db: D1Database, tenant: string) {
    this.#db = db;
    this.#tenant = tenant;
  }

  async make(): Promise<void> {
    await this.unmake();
    const copies = TABLES.map(({ table }) => `CREATE TABLE ${saved(table)} AS SELECT * FROM ${table}`);
    await this.#all([...makings({ tenant: this.#tenant, isShared: true }), ...copies]);
  }

  async unmake(): Promise<void> {
    await this.#all(UNMADE);
  }

  async #all(statements: readonly string[]): Promise<void> {
    await this.#db.batch(statements.map((sql) => this.#db.prepare(sql)));
  }

  async state(): Promise<{ readonly own: string; readonly others: string }> {
    const [row] = await this.#db.prepare(STATE).bind(this.#tenant).raw();
    return { own: String(row?.[0]), others: String(row?.[1]) };
  }

  /** Runs each on the same rows: those that read at once, and then one by one those that write. */
  async run(trials: readonly Trial[]): Promise<Map<Trial, Outcome>> {
    const outcomes = new Map<Trial, Outcome>();
    const reading = trials.filter(isReading);
    for (let at = 0; at < reading.length; at += AT_ONCE) {
      await Promise.all(
        reading.slice(at, at + AT_ONCE).map(async (trial) => outcomes.set(trial, await this.#read(trial))),
      );
    }
    const { own, others } = await this.state();
    this.#before = own + others;
    for (const trial of trials) if (!isReading(trial)) outcomes.set(trial, await this.#write(trial));
    await this.#all(RESTORED);
    return outcomes;
  }

  async #read(trial: Trial): Promise<Outcome> {
    try {
      const [names, ...rows] = await this.#prepare(trial).raw({ columnNames: true });
      return { ...NOTHING, names, rows: rows.map(rowText), unreported: await this.#opens(trial) };
    } catch (error) {
      return failure(error);
    }
  }

  async #write(trial: Trial): Promise<Outcome> {
    const restored = (this.#isChanged ? RESTORED : []).map((sql) => this.#db.prepare(sql));
    const counted = this.#db.prepare("SELECT changes() AS n");
    const state = this.#db.prepare(STATE).bind(this.#tenant);
    try {
      const all = [...restored, this.#prepare(trial), counted, state];
      const [done, changes, after] = (await this.#db.batch<Record<string, unknown>>(all)).slice(-3);
      const [own = "", others = ""] = Object.values(after?.results[0] ?? {}).map(String);
      this.#isChanged = own + others !== this.#before;
      return {
        ...NOTHING,
        rows: done?.results.map(namedRowText) ?? [],
        // What its meta counts has what cascades in it.
        changes: Number(changes?.results[0]?.["n"]),
        own,
        others,
        unreported: await this.#opens(trial),
      };
    } catch (error) {
      // A batch that fails has done nothing; what is there is what the statement before it has left.
      return failure(error);
    }
  }

  #prepare(trial: Trial): D1PreparedStatement {
    return this.#db.prepare(trial.scoped.sql).bind(...boundFor(trial, this.#tenant));
  }

  async #opens(trial: Trial): Promise<string[]> {
    const values = boundFor(trial, this.#tenant);
    const program = await this.#ask(`EXPLAIN ${trial.scoped.sql}`, values);
    const found = unreported(program, trial.scoped.tables, (this.#layout ??= await this.#readLayout()));
    if (found.length === 0) return found;
    this.#layout = await this.#readLayout();
    return unreported(
      await this.#ask(`EXPLAIN ${trial.scoped.sql}`, values),
      trial.scoped.tables,
      this.#layout,
    );
  }

  async #readLayout(): Promise<Layout> {
    const roots = await this.#ask(ROOTS);
    return layoutOf(roots, await Promise.all(VIRTUAL.map(([sql]) => this.#ask(`EXPLAIN ${sql}`))));
  }

  #ask(sql: string, values: readonly unknown[] = []): Promise<unknown[][]> {
    return this.#db
      .prepare(sql)
      .bind(...values)
      .raw();
  }
}

const NOTHING: Outcome = {
  names: [],
  rows: [],
  error: undefined,
  message: "",
  changes: 0,
  own: "",
  others: "",
  unreported: [],
};

function failure(error: unknown): Outcome {
  const { message } = error as Error;
  return { ...NOTHING, error: kindOf(message), message };
}
