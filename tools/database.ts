import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SEEDED_TENANTS, seedStatements } from "../seed/statements.ts";
import { must } from "./run.ts";
import { importWrangler } from "./serve.ts";
import { hashSources } from "./sources.ts";

/** One of the five blogs, as the addresses printed at the start name it. */
export interface SeededTenant {
  readonly subdomain: string;
  readonly displayName: string;
  readonly tier: string;
}

/** As much of D1 as planting needs: its own types are the Worker's, and the tools are not part of it. */
interface Database {
  prepare(sql: string): { bind(...params: readonly (string | number | null)[]): unknown };
  batch(statements: readonly unknown[]): Promise<unknown>;
}

/** Brings the local D1 under `state` up to the migrations; returns whether there was anything to do. */
export async function migrateLocal(state: string): Promise<boolean> {
  const stamp = join(state, "migrations.sha256");
  const hash = hashSources(["migrations", "wrangler.toml"]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return false;
  // Wrangler asks before it migrates, but not where CI is set.
  await must("wrangler", ["d1", "migrations", "apply", "DB", "--local", "--persist-to", state], {
    env: { CI: "true" },
  });
  mkdirSync(state, { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

/** Plants the five tenants and their posts in the local D1 under `state`, and tells who they are. */
export async function seedLocal(state: string): Promise<readonly SeededTenant[]> {
  const { getPlatformProxy } = await importWrangler();
  const folder = mkdtempSync(join(tmpdir(), "grove-seed-"));
  const configPath = join(folder, "wrangler.json");
  // The database alone: the proxy would warn that it cannot run the Worker's objects.
  const database = { binding: "DB", database_name: "grove" };
  const config = { name: "seed", compatibility_date: "2026-10-01", d1_databases: [database] };
  writeFileSync(configPath, JSON.stringify(config));
  const persist = { path: join(state, "v3") };
  const { env, dispose } = await getPlatformProxy<{ DB: Database }>({ configPath, persist });
  try {
    await env.DB.batch(seedStatements().map(({ sql, params }) => env.DB.prepare(sql).bind(...params)));
  } finally {
    await dispose();
    rmSync(folder, { recursive: true, force: true });
  }
  return SEEDED_TENANTS;
}
