import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "smol-toml";
import { SEEDED_TENANTS, seedStatements } from "../seed/statements.ts";
import { must } from "./run.ts";
import { importWrangler } from "./serve.ts";
import { ROOT } from "./sources.ts";

/** One of the five blogs, as the addresses printed at the start name it. */
export interface SeededTenant {
  readonly subdomain: string;
  readonly displayName: string;
  readonly tier: string;
}

/** A Worker's configuration and the folder of its local state. */
interface Place {
  readonly state: string;
  readonly config?: string;
}

/** As much of D1 as planting needs: its own types are the Worker's, and the tools are not part of it. */
interface Database {
  prepare(sql: string): Statement;
  batch(statements: readonly Statement[]): Promise<unknown>;
}

interface Statement {
  bind(...params: readonly (string | number | null)[]): Statement;
  all(): Promise<{ results: Record<string, unknown>[] }>;
}

const CONFIG = join(ROOT, "wrangler.toml");

/** Brings the local D1 up to the migrations; returns whether there was anything to do. */
export async function migrateLocal({ state, config = CONFIG }: Place): Promise<boolean> {
  const applied = await openDatabase({ state, config }, readApplied);
  if (readdirSync(join(ROOT, "migrations")).every((file) => applied.includes(file))) return false;
  const args = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", state, "--config", config];
  // Wrangler asks before it migrates, but not where CI is set.
  await must("wrangler", args, { env: { CI: "true" } });
  return true;
}

/** Plants the five tenants and their posts in the local D1, and tells who they are. */
export async function seedLocal({ state, config = CONFIG }: Place): Promise<readonly SeededTenant[]> {
  await openDatabase({ state, config }, (db) =>
    db.batch(seedStatements().map(({ sql, params }) => db.prepare(sql).bind(...params))),
  );
  return SEEDED_TENANTS;
}

async function readApplied(db: Database): Promise<string[]> {
  const query = (sql: string) => db.prepare(sql).all();
  const { results: tables } = await query("SELECT name FROM sqlite_schema WHERE name = 'd1_migrations'");
  if (tables.length === 0) return [];
  const { results } = await query("SELECT name FROM d1_migrations");
  return results.map(({ name }) => String(name));
}

async function openDatabase<Result>(
  { state, config }: Required<Place>,
  use: (db: Database) => Promise<Result>,
): Promise<Result> {
  const { getPlatformProxy } = await importWrangler();
  const folder = mkdtempSync(join(tmpdir(), "grove-database-"));
  const configPath = join(folder, "wrangler.json");
  // The database alone: the proxy would warn that it cannot run the Worker's objects.
  writeFileSync(configPath, JSON.stringify(readDatabaseConfig(config)));
  const persist = { path: join(state, "v3") };
  const { env, dispose } = await getPlatformProxy<{ DB: Database }>({ configPath, persist });
  try {
    return await use(env.DB);
  } finally {
    await dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The database as the Worker's own configuration has it: local D1 is kept under its id, or under its name without one. */
function readDatabaseConfig(file: string): Record<string, unknown> {
  const { name, compatibility_date, d1_databases } = parse(readFileSync(file, "utf8"));
  return { name, compatibility_date, d1_databases };
}
