import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrateLocal, seedLocal } from "./database.ts";
import { ROOT } from "./sources.ts";

/** No bar: after so long it counts as hanging. Each of five steps starts a database, beside all other tests. */
const SLOW_MS = 240_000;

let folder: string;
let state: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "grove-database-test-"));
  state = join(folder, "state");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The Worker's configuration as it is after somebody gave the database its id. */
function configWithId(): string {
  const config = join(folder, "wrangler.toml");
  const text = readFileSync(join(ROOT, "wrangler.toml"), "utf8")
    .replace('database_name = "grove"', '$&\ndatabase_id = "8d1c1c8e-5a0c-4d0e-9f0a-2f6f3b1f7c11"')
    .replace('migrations_dir = "migrations"', `migrations_dir = "${join(ROOT, "migrations")}"`);
  writeFileSync(config, text);
  expect(text).toContain("database_id");
  return config;
}

test(
  "a database with an id is migrated and planted, and again when it was deleted",
  { timeout: SLOW_MS },
  async () => {
    const place = { state, config: configWithId() };

    expect(await migrateLocal(place)).toBe(true);
    expect(await seedLocal(place)).toHaveLength(5);
    expect(await migrateLocal(place)).toBe(false);

    rmSync(join(state, "v3", "d1"), { recursive: true });
    expect(await migrateLocal(place)).toBe(true);
    expect(await seedLocal(place)).toHaveLength(5);
  },
);
