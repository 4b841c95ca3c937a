import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { expect } from "vitest";
import { readPage } from "../../specs/harness/page.ts";
import { toTestModule } from "../../specs/harness/test-module.ts";
import type { Ready, Trial, TrialResult } from "./trial.ts";

// Runs the pure specs of a page in Node, against one mutant after the other. Whoever started this thread ends it when a
// mutant does not.

interface Spec {
  readonly title: string;
  readonly run: (context: { expect: typeof expect }) => Promise<void>;
}

const { page, sources } = workerData as { readonly page: string; readonly sources: string };
const port = parentPort;
if (!port) throw new Error("Cannot run specs: this file is the start of a thread");

let trial: Trial = { id: 0, file: "", code: "" };
let collected: Spec[] = [];
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
});

function readStripped(path: string): string {
  if (path === trial.file) return stripTypeScriptTypes(trial.code);
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
  const specs = (await load(next)).filter(({ title }) => pure.has(title));
  for (const spec of specs.toSorted((a, b) => merit(b.title) - merit(a.title))) {
    if ((await failureOf(spec)) === undefined) continue;
    merits.set(`${next.file} ${spec.title}`, merit(spec.title) + 1);
    return spec.title;
  }
  return undefined;
}

const pure = new Set<string>();
const others: string[] = [];
// Twice: the first time also compiles, and would say too long.
for (const id of [-2, -1]) {
  const began = performance.now();
  pure.clear();
  others.length = 0;
  for (const spec of await load({ id, file: "", code: "" })) {
    const failure = await failureOf(spec);
    if (failure === undefined) pure.add(spec.title);
    else others.push(spec.title);
  }
  const ready: Ready = { specs: [...pure], others, ms: performance.now() - began };
  if (id === -1) port.postMessage(ready);
}

port.on("message", async (next: Trial) => port.postMessage(await runTrial(next)));
