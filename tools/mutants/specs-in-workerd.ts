import type { Plugin } from "vite";
import type { TestModule, Vitest } from "vitest/node";
import { readFileSync } from "node:fs";
import { sep } from "node:path";
import { instrument } from "./coverage.ts";
import { runAll, vitestInWorkerd } from "./in-workerd.ts";
import type { Ready, Trial, TrialResult } from "./trial.ts";

// Runs some specs of a page in workerd, against one mutant after the other: one vitest, which starts a new workerd for
// each. Whoever started this process ends it when a mutant does not.

const [page = "", pattern = "", ...titles] = process.argv.slice(2);
let trial: Trial | undefined;
/** Whether the pattern's code tells which of its blocks are reached, by what it prints: there is no other way out. */
let isTold = true;
const reached = new Set<string>();

const TELL = `(globalThis.tellReached ??= ((seen) => (block) => {
  if (!seen.has(block)) console.log("reached " + block);
  seen.add(block);
})(new Set()))`;

/** Stands a mutant in for its file, so that nothing is ever written into the sources. */
function mutating(): Plugin {
  return {
    name: "mutating",
    enforce: "pre",
    load(id) {
      if (id === trial?.file) return trial.code;
      const isOurs = isTold && id.startsWith(pattern + sep) && id.endsWith(".ts");
      return isOurs ? instrument(id, readFileSync(id, "utf8"), TELL) : undefined;
    },
  };
}

function isOneOf(all: readonly string[]): RegExp {
  return new RegExp(`^(?:${all.map((title) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})$`);
}

/** Each run has a new workerd, which asks for all modules anew: only what changed need be transformed anew. */
function forget(vitest: Vitest, isChanged: (file: string) => boolean): void {
  const graphs = vitest.projects.flatMap(({ vite }) => Object.values(vite.environments));
  for (const { moduleGraph } of graphs) {
    for (const module of moduleGraph.idToModuleMap.values()) {
      if (isChanged(module.file ?? "")) moduleGraph.invalidateModule(module);
    }
  }
}

async function runTrial(next: Trial): Promise<TrialResult> {
  const [before, now] = [trial?.file, next.file];
  trial = next;
  forget(vitest, (file) => file === before || file === now);
  const modules = await runAll(vitest);
  const broken = modules.find((module) => module.errors().length > 0);
  const failed = named(statesOf(modules), "failed").find((title) => sound.has(title));
  const noticedBy = failed ?? (broken && `(cannot load: ${broken.errors()[0]?.message})`);
  return { id: next.id, ...(noticedBy === undefined ? {} : { noticedBy }) };
}

function statesOf(modules: readonly TestModule[]): Map<string, string> {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  return new Map(tests.map((test) => [test.name, test.result().state]));
}

function named(states: ReadonlyMap<string, string>, state: string): string[] {
  return [...states].filter(([, found]) => found === state).map(([title]) => title);
}

function note(printed: string): void {
  for (const [, block] of printed.matchAll(/^reached (.+)$/gm)) if (block) reached.add(block);
}

const vitest = await vitestInWorkerd(
  { include: page, plugin: mutating() },
  { reporters: [{ onUserConsoleLog: ({ content }) => note(content) }], testNamePattern: isOneOf(titles) },
);

/** Runs every spec with blocks told, and then without. What one of them reaches, all of them are said to. */
async function getReady(): Promise<Ready> {
  const told = named(statesOf(await runAll(vitest)), "passed");
  isTold = false;
  forget(vitest, (file) => file.startsWith(pattern + sep));
  const began = performance.now();
  const states = statesOf(await runAll(vitest));
  const passed = named(states, "passed");
  const isKnown = passed.every((title) => told.includes(title));
  return {
    specs: passed.map((title) => ({ title, ...(isKnown && { reached: [...reached] }) })),
    others: named(states, "failed"),
    ms: performance.now() - began,
  };
}

const ready = await getReady();
const sound = new Set(ready.specs.map(({ title }) => title));
// One that fails is enough, now that all are known to pass.
for (const { config } of vitest.projects) config.bail = 1;
process.send?.(ready);

process.once("disconnect", () => process.exit(1));
process.on("message", async (next: Trial) => process.send?.(await runTrial(next)));
