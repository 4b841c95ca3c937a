import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "./run.ts";
import { importWrangler } from "./serve.ts";
import { hashSources } from "./sources.ts";

export interface SeededTenant {
  readonly subdomain: string;
  readonly tier: string;
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
export async function seedLocal(state: string): Promise<SeededTenant[]> {
  const { getPlatformProxy } = await importWrangler();
  const { seedStatements } = await import("../seed/statements.ts");
  const folder = mkdtempSync(join(tmpdir(), "grove-seed-"));
  const configPath = join(folder, "wrangler.json");
  // The database alone: the proxy would warn that it cannot run the Worker's objects.
  const d1 = { binding: "DB", database_name: "grove" };
  writeFileSync(
    configPath,
    JSON.stringify({ name: "seed", compatibility_date: "2026-10-01", d1_databases: [d1] }),
  );
  const { env, dispose } = await getPlatformProxy<{ DB: D1Database }>({
    configPath,
    persist: { path: join(state, "v3") },
  });
  try {
    await env.DB.batch(seedStatements(env.DB, Date.now()));
    const tenants = env.DB.prepare(
      "SELECT subdomain, tier FROM tenants WHERE expires_at IS NULL ORDER BY subdomain",
    );
    return (await tenants.all<SeededTenant>()).results;
  } finally {
    await dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}
