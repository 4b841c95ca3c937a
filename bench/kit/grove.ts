import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { parse } from "smol-toml";
import { plantTenant, plantUser, type SeededUser, type Statement } from "../../seed/planting.ts";
import type { Tier } from "../../src/implementations/threshold/index.ts";
import { ROOT } from "../../tools/sources.ts";
import { bundle } from "./bundle.ts";

/** As much of wrangler.toml as a Worker in a measurement needs. */
interface Configuration {
  readonly compatibility_date: string;
  readonly vars: Readonly<Record<string, string>>;
  readonly d1_databases: readonly { readonly binding: string }[];
  readonly durable_objects: {
    readonly bindings: readonly { readonly name: string; readonly class_name: string }[];
  };
}

type Objects = Readonly<Record<string, { readonly className: string; readonly useSQLite: boolean }>>;

export interface GroveOptions {
  /** Each Worker's entry file, by its name, below bench/. The first holds the objects of all. */
  readonly workers: Readonly<Record<string, string>>;
  /** Objects beside Grove's own. */
  readonly objects?: Objects;
  /** How many evergreen tenants there are, named t0, t1 and so on; and one seedling, named small. Each has a post "first". */
  readonly tenants: number;
  /** How many users there are beside the owner of them all, named u0, u1 and so on. They are members nowhere. */
  readonly users?: number;
  /** Lets `changesOf` look into objects; not where time is measured. */
  readonly isOpen?: boolean;
}

/** To sign in. */
interface Attempt {
  readonly blog: string;
  readonly user: string;
  readonly address: string;
}

export interface RunningGrove {
  /** Where each Worker listens, with nothing in front of it. */
  address(worker: string): Promise<URL>;
  /** Signs a user in on a blog's host, by the first Worker, and gives the cookie, which is good for all Workers. */
  signIn(attempt: Attempt): Promise<string>;
  /** How many rows an object of the first Worker has written, changed or deleted since it was opened. */
  changesOf(className: string, name: string): Promise<number>;
  stop(): Promise<void>;
}

const CONFIGURATION = parse(readFileSync(join(ROOT, "wrangler.toml"), "utf8")) as unknown as Configuration;
/** On the disk of the repository and not in a memory file system, because the cost of a commit is the point. */
const STATES = join(ROOT, ".specs", "bench", "state");
/** As where Grove is served on a machine for development: a user's id is proof enough. */
const SIGN_IN = {
  DEVELOPMENT_SIGN_IN: "allowed",
  SESSION_KEYS: `bench:${randomBytes(32).toString("base64url")}`,
};

/** Runs Workers from this repository's sources in workerd, with a migrated and planted D1 and state on the disk. */
export async function runGrove({
  workers,
  objects = {},
  tenants,
  users = 0,
  isOpen = false,
}: GroveOptions): Promise<RunningGrove> {
  mkdirSync(STATES, { recursive: true });
  const state = mkdtempSync(join(STATES, "grove-"));
  process.once("exit", () => rmSync(state, { recursive: true, force: true }));
  const [host = ""] = Object.keys(workers);
  const own = CONFIGURATION.durable_objects.bindings.map(
    ({ name, class_name: className }) => [name, { className, useSQLite: true }] as const,
  );
  const all: Objects = { ...Object.fromEntries(own), ...objects };
  const options = convertV4MiniflareOptions({
    defaultPersistRoot: state,
    cf: false,
    workers: await Promise.all(
      Object.entries(workers).map(async ([name, entry]) => ({
        name,
        modules: [
          {
            type: "ESModule" as const,
            path: "worker.mjs",
            contents: await bundle(join(ROOT, "bench", entry)),
          },
        ],
        compatibilityDate: CONFIGURATION.compatibility_date,
        bindings: { ...CONFIGURATION.vars, ...SIGN_IN },
        d1Databases: Object.fromEntries(CONFIGURATION.d1_databases.map(({ binding }) => [binding, "grove"])),
        durableObjects: name === host ? all : elsewhere(all, host),
        serviceBindings: { ASSETS: () => new Response("There is no site here.", { status: 404 }) as never },
        unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
        stripCfConnectingIp: false,
      })),
    ),
  });
  const miniflare = new Miniflare({ ...options, unsafeInspectDurableObjects: isOpen });
  try {
    await plant(miniflare, { tenants, users });
  } catch (error) {
    await miniflare.dispose();
    throw error;
  }
  return {
    address: (worker) => miniflare.unsafeGetDirectURL(worker),
    async signIn({ blog, user, address }) {
      const url = `http://${blog}.${CONFIGURATION.vars["BASE_DOMAIN"]}/api/session`;
      const headers = { "content-type": "application/json", "cf-connecting-ip": address };
      const body = JSON.stringify({ user });
      const answer = await miniflare.dispatchFetch(url, { method: "POST", headers, body });
      const [cookie = ""] = answer.headers.get("set-cookie")?.split(";") ?? [];
      if (answer.status === 201 && cookie) return cookie;
      throw new Error(`Cannot sign ${user} in: ${answer.status} ${await answer.text()}`);
    },
    async changesOf(className, name) {
      const storage = await miniflare.unsafeGetDurableObjectStorage(host, className, { name });
      const [row] = await storage.exec<{ changes: number }>("SELECT total_changes() AS changes");
      return row?.changes ?? Number.NaN;
    },
    stop: () => miniflare.dispose(),
  };
}

function elsewhere(objects: Objects, scriptName: string) {
  return Object.fromEntries(
    Object.entries(objects).map(([name, object]) => [name, { ...object, scriptName }]),
  );
}

async function plant(
  miniflare: Miniflare,
  { tenants, users }: { readonly tenants: number; readonly users: number },
): Promise<void> {
  const db = await miniflare.getD1Database("DB");
  const migrations = await readD1Migrations(join(ROOT, "migrations"));
  for (const query of migrations.flatMap(({ queries }) => queries)) await db.prepare(query).run();
  const people = [OWNER, ...Array.from({ length: users }, (_, i) => reader(`u${i}`))];
  const planted = [
    ...Array.from({ length: tenants }, (_, i) => tenant(`t${i}`, "evergreen")),
    tenant("small", "seedling"),
  ];
  await db.batch(
    [...people.map(plantUser), ...planted.flat()].map(({ sql, params }) => db.prepare(sql).bind(...params)),
  );
}

function tenant(name: string, tier: Tier): Statement[] {
  const members = [{ user: OWNER.id, role: "owner" }];
  const displayName = "A measured garden";
  return plantTenant({ id: name, subdomain: name, displayName, description: "", tier, members }, [POST]);
}

function reader(id: string): SeededUser {
  return { id, email: `${id}@example.test`, displayName: `The reader ${id}` };
}

const OWNER = { id: "owner", email: "owner@example.test", displayName: "Owner" };

const POST = {
  slug: "first",
  author: OWNER.id,
  title: "A first post",
  description: "As long as a post is.",
  markdown: "A paragraph of *some* length, with [a link](https://example.test/).\n\n".repeat(12),
  status: "published",
  publishedAt: Date.UTC(2026, 0, 1),
};
