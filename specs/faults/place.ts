import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "smol-toml";
import { migrateLocal } from "#tools/database";
import { must } from "#tools/run";
import { importWrangler } from "#tools/serve";
import { ROOT } from "#tools/sources";

/** Where the lives of one Worker leave what they have stored. */
export interface Place {
  /** The runtime's options, as Wrangler would start it: to read them takes it twice the time of the start. */
  readonly runtime: string;
  /** The folder of the database's and the objects' files. */
  readonly state: string;
  /** For what a runtime that is killed leaves lying about. */
  readonly temporary: string;
  remove(): void;
}

/**
 * Makes an empty place for the Worker as wrangler.toml has it, with the entry that lets its objects be called. It is
 * bundled once, so that all of its lives are of the same sources.
 */
export async function makePlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "grove-faults-"));
  const config = join(folder, "wrangler.toml");
  const state = join(folder, "state");
  const place = {
    runtime: join(folder, "runtime.json"),
    state,
    temporary: join(folder, "tmp"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  mkdirSync(state);
  mkdirSync(place.temporary);
  await bundle(folder, config);
  await migrateLocal({ config, state });
  const { unstable_getMiniflareWorkerOptions: readOptions } = await importWrangler();
  const { main, workerOptions } = readOptions(config);
  const options = {
    ...workerOptions,
    name: "faults",
    modules: [{ type: "ESModule", path: "worker.js", contents: readFileSync(main ?? "", "utf8") }],
    resourcePersistencePath: join(state, "v3"),
  };
  writeFileSync(place.runtime, JSON.stringify(options));
  return place;
}

/** Bindings of the tests' own objects, and their classes. */
const OWN_OBJECTS = [
  ["LOOMED", "LoomedDO"],
  ["BUFFERED", "BufferedDO"],
  ["TIMED", "TimedDO"],
] as const;

async function bundle(folder: string, config: string): Promise<void> {
  const { assets: _, tsconfig: __, ...worker } = parse(readFileSync(join(ROOT, "wrangler.toml"), "utf8"));
  const databases = worker["d1_databases"] as readonly object[];
  const { bindings } = worker["durable_objects"] as unknown as {
    readonly bindings: readonly object[];
  };
  const migrations = worker["migrations"] as readonly object[];
  const settings = {
    ...worker,
    durable_objects: {
      bindings: [...bindings, ...OWN_OBJECTS.map(([name, className]) => ({ name, class_name: className }))],
    },
    migrations: [
      ...migrations,
      { tag: "faults", new_sqlite_classes: OWN_OBJECTS.map(([, className]) => className) },
    ],
    d1_databases: databases.map((each) => ({ ...each, migrations_dir: join(ROOT, "migrations") })),
  };
  const main = join(ROOT, "specs", "faults", "worker.ts");
  writeFileSync(config, stringify({ ...settings, main }));
  const outdir = join(folder, "bundle");
  // Told here and not in the configuration, from which Wrangler would take it to be relative to two folders at once.
  const types = ["--tsconfig", join(ROOT, "tsconfig.worker.json")];
  await must("wrangler", ["deploy", "--dry-run", "--outdir", outdir, "--config", config, ...types]);
  writeFileSync(config, stringify({ ...settings, main: "bundle/worker.js", no_bundle: true }));
}
