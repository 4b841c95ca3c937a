import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "smol-toml";
import { migrateLocal } from "#tools/database";
import { ROOT } from "#tools/sources";

/** Where the lives of one Worker leave what they have stored. */
export interface Place {
  readonly config: string;
  readonly state: string;
  remove(): void;
}

/** Makes an empty place for the Worker as wrangler.toml has it, with the entry that lets its objects be called. */
export async function makePlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "grove-faults-"));
  const config = join(folder, "wrangler.toml");
  const state = join(folder, "state");
  mkdirSync(state);
  writeFileSync(config, stringify(readConfig()));
  // Wrangler finds no file of types outside the folder of its configuration.
  const extending = { extends: join(ROOT, "tsconfig.worker.json") };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(extending));
  await migrateLocal({ state, config });
  return { config, state, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function readConfig(): object {
  const { assets: _, ...config } = parse(readFileSync(join(ROOT, "wrangler.toml"), "utf8"));
  const databases = config["d1_databases"] as readonly object[];
  return {
    ...config,
    main: join(ROOT, "specs", "faults", "worker.ts"),
    tsconfig: "tsconfig.json",
    d1_databases: databases.map((each) => ({ ...each, migrations_dir: join(ROOT, "migrations") })),
  };
}
