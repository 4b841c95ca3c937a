import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "vitest";
import { readPage } from "../../specs/harness/page.ts";
import { toTestModule } from "../../specs/harness/test-module.ts";
import { instrument } from "./coverage.ts";
import type { Ready, ReadySpec, Trial, TrialResult } from "./trial.ts";

// Runs the pure specs of a page in Node, against one mutant after the other. Whoever started this process ends it when a
// mutant does not.

interface Spec {
  readonly title: string;
  readonly run: (context: { expect: typeof expect }) => Promise<void>;
}

/** All are full paths; the last is the folder of the pattern whose code is broken. */
const [page = "", sources = "", pattern = ""] = process.argv.slice(2);

/** The code as it stands, its blocks told as they are reached; and as it stands. */
const TOLD: Trial = { id: -2, file: "", code: "", specs: [] };
const PLAIN: Trial = { ...TOLD, id: -1 };
let trial = PLAIN;
let collected: Spec[] = [];
let reached = new Set<string>();
const stripped = new Map<string, string>();
const pageText = readFileSync(page, "utf8");
const pageModule = stripTypeScriptTypes(toTestModule(pageText, readPage(pageText)).code);
/** How often each spec has noticed a mutant of a file: who did before is asked first. */
const merits = new Map<string, number>();

// Each trial has modules of its own: a query on every address below the sources keeps them apart.
registerHooks({
  resolve(specifier, context, next) {
    const query = /\?trial=-?\d+$/.exec(context.parentURL ?? "")?.[0] ?? "";
    if (query && specifier === "vitest") return { url: "mutants:vitest", shortCircuit: true };
    const resolved = next(specifier, context);
    const isOurs = query && resolved.url.startsWith(pathToFileURL(sources).href);
    return isOurs ? { ...resolved, url: resolved.url + query } : resolved;
  },
  load(url, context, next) {
    if (url === "mutants:vitest") {
      return { format: "module", source: "export const test = globalThis.collectSpec;", shortCircuit: true };
    }
    const [address = "", query] = url.split("?");
    if (!query?.startsWith("trial=")) return next(url, context);
    const path = fileURLToPath(address);
    if (path === page) return { format: "module", source: pageModule, shortCircuit: true };
    return { format: "module", source: readStripped(path), shortCircuit: true };
  },
});

Object.assign(globalThis, {
  collectSpec: (title: string, run: Spec["run"]) => void collected.push({ title, run }),
  tellReached: (block: string) => void reached.add(block),
});

function readStripped(path: string): string {
  if (path === trial.file) return stripTypeScriptTypes(trial.code);
  if (trial === TOLD && path.startsWith(pattern + sep)) {
    return stripTypeScriptTypes(instrument(path, readFileSync(path, "utf8"), "globalThis.tellReached"));
  }
  const known = stripped.get(path) ?? stripTypeScriptTypes(readFileSync(path, "utf8"));
  stripped.set(path, known);
  return known;
}

async function load(next: Trial): Promise<Spec[]> {
  trial = next;
  collected = [];
  await import(`${pathToFileURL(page).href}?trial=${next.id}`);
  return collected;
}

/** Why the spec failed; undefined if it passed. */
async function failureOf(spec: Spec): Promise<string | undefined> {
  try {
    await spec.run({ expect });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function runTrial(next: Trial): Promise<TrialResult> {
  try {
    const noticedBy = await whoNotices(next);
    return { id: next.id, ...(noticedBy === undefined ? {} : { noticedBy }) };
  } catch (error) {
    return { id: next.id, noticedBy: `(cannot load: ${String(error)})` };
  }
}

/** The title of the first spec that fails. */
async function whoNotices(next: Trial): Promise<string | undefined> {
  const merit = (title: string): number => merits.get(`${next.file} ${title}`) ?? 0;
  const specs = (await load(next)).filter(({ title }) => next.specs.includes(title));
  for (const spec of specs.toSorted((a, b) => merit(b.title) - merit(a.title))) {
    if ((await failureOf(spec)) === undefined) continue;
    merits.set(`${next.file} ${spec.title}`, merit(spec.title) + 1);
    return spec.title;
  }
  return undefined;
}

/** Runs every spec with blocks told, and then without, since the first run also compiles and would say too long. */
async function getReady(): Promise<Ready> {
  const reaches = new Map<string, readonly string[]>();
  const told = await load(TOLD);
  reached = new Set();
  await import(`${pathToFileURL(join(pattern, "index.ts")).href}?trial=${TOLD.id}`);
  const whileLoading = reached;
  for (const spec of told) {
    reached = new Set(whileLoading);
    if ((await failureOf(spec)) === undefined) reaches.set(spec.title, [...reached]);
  }

  const specs: ReadySpec[] = [];
  const others: string[] = [];
  const began = performance.now();
  for (const spec of await load(PLAIN)) {
    const { title } = spec;
    const reachedBy = reaches.get(title);
    if ((await failureOf(spec)) !== undefined) others.push(title);
    else specs.push({ title, ...(reachedBy && { reached: reachedBy }) });
  }
  return { specs, others, ms: performance.now() - began };
}

process.send?.(await getReady());
process.once("disconnect", () => process.exit(1));
process.on("message", async (next: Trial) => process.send?.(await runTrial(next)));
