import type { Postgres } from "../../bench/prism/postgres.ts";
import { writtenOut } from "../../specs/isolation/portable/author.ts";
import { DEFINITIONS, fillings, TABLES } from "../../specs/isolation/portable/shop.ts";
import { isReading, type Sequence, type Trial } from "../../specs/isolation/trial.ts";
import { type Outcome, rowText, stateText, WHOLE } from "./outcome.ts";

/** A role that owns nothing, and that no policy is waived for. */
const ROLE = `prism_fuzz_tenant_${process.pid}`;
const OWN = "tenant_id = current_setting('app.tenant')";

/** The tables as PostgreSQL has them: a row is the tenant's unless something else is said, which a policy then refuses. */
const MAKINGS: readonly string[] = [
  ...DEFINITIONS.map((sql) =>
    sql
      .replace("tenant_id TEXT NOT NULL", "tenant_id TEXT NOT NULL DEFAULT current_setting('app.tenant')")
      .replace(/^CREATE VIEW (\w+)/, "CREATE VIEW $1 WITH (security_invoker = true)"),
  ),
  ...fillings(),
  // A view of its owner's, who sees the rows of all.
  `CREATE VIEW everything (name, c1, c2, c3, c4, c5) AS ${WHOLE}`,
  `CREATE ROLE ${ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS`,
  `GRANT SELECT ON everything, long_books TO ${ROLE}`,
  ...TABLES.map((table) => `"${table}"`).flatMap((table) => [
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${ROLE}`,
    `CREATE POLICY own ON ${table} USING (${OWN}) WITH CHECK (${OWN})`,
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
  ]),
];

/** Kinds of failure by their SQLSTATE: those that a row can be the reason of. */
const KINDS: Readonly<Record<string, string>> = {
  "23502": "not null",
  "23503": "foreign key",
  "23505": "unique",
  "23514": "check",
};

/** The rows of all tenants in PostgreSQL, where a statement runs as its author wrote it. */
export class PostgresWorld {
  readonly #postgres: Postgres;

  constructor(postgres: Postgres) {
    this.#postgres = postgres;
  }

  async make(): Promise<string> {
    const [[version] = []] = (await this.#postgres.query("SELECT version()")).rows;
    await this.#all(MAKINGS);
    return String(version).split(" on ")[0] ?? "";
  }

  /** Leaves the policy of one table off, while something is tried. */
  async without<Tried>(table: string, attempt: () => Promise<Tried>): Promise<Tried> {
    await this.#all([`ALTER TABLE "${table}" DISABLE ROW LEVEL SECURITY`]);
    const tried = await attempt();
    await this.#all([`ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`]);
    return tried;
  }

  /** Takes away what a database of its own does not have to itself. */
  async unmake(): Promise<void> {
    const { rows } = await this.#postgres.query(`SELECT 1 FROM pg_roles WHERE rolname = '${ROLE}'`);
    if (rows.length > 0) await this.#all([`DROP OWNED BY ${ROLE}`, `DROP ROLE ${ROLE}`]);
  }

  async state(): Promise<string> {
    return stateText((await this.#postgres.query("SELECT * FROM everything")).rows);
  }

  /** Runs what follows on each other as one tenant, and undoes it. */
  async run(tenant: string, sequence: Sequence): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    await this.#all(["BEGIN", `SET LOCAL ROLE ${ROLE}`, `SET LOCAL app.tenant = '${tenant}'`]);
    for (const trial of sequence) outcomes.push(await this.#try(trial));
    await this.#all(["ROLLBACK"]);
    return outcomes;
  }

  async #try(trial: Trial): Promise<Outcome> {
    const { sql, values } = trial.statement;
    await this.#all(["SAVEPOINT before"]);
    const isWriting = !isReading(trial);
    try {
      const { rows, changes } = await this.#postgres.query(writtenOut(sql, values));
      const state = isWriting ? await this.state() : "";
      const done = { rows: rows.map(rowText), changes: isWriting ? changes : 0, state };
      return { ...done, error: undefined, message: "" };
    } catch (error) {
      await this.#all(["ROLLBACK TO SAVEPOINT before"]);
      const { code, message } = error as Error & { readonly code?: string };
      const kind = KINDS[code ?? ""] ?? `${code} ${message}`;
      return { rows: [], changes: 0, error: kind, message, state: isWriting ? await this.state() : "" };
    }
  }

  async #all(statements: readonly string[]): Promise<void> {
    for (const sql of statements) await this.#postgres.query(sql);
  }
}
