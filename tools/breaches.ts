import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import type { TestProjectInlineConfiguration } from "vitest/config";
import { createVitest, type Vitest } from "vitest/node";
import type { Breach } from "../specs/isolation/breach.ts";
import { BREACHES } from "../specs/isolation/breaches.ts";
import whole from "../vitest.config.ts";
import { writeBindingTypes } from "./build.ts";
import { cacheOf } from "./mutants/runners.ts";
import { makeDist, onLeave, QUIET } from "./run.ts";
import { ROOT } from "./sources.ts";

// `npm run breaches -- prism`: breaks the scoper in the ways that somebody chose, one after the other and in memory, and
// runs the proof of isolation in its short form against each. All must be noticed. A word behind it takes those with that
// word in what they say.

/** One run has the same statements as every other, on objects alone: D1 is the same scoper's. */
const SEED = "1";

/** The text of a file with a breach in it. Throws unless what it replaces is there, and once. */
export function breached({ file, find, replace }: Breach): string {
  const code = readFileSync(join(ROOT, file), "utf8");
  const places = code.split(find).length - 1;
  if (places !== 1)
    throw new Error(`Break ${file}: what is to be replaced is there ${places} times, not once: ${find}`);
  return code.replace(find, () => replace);
}

let current: { readonly file: string; readonly code: string } | undefined;

/** Stands the broken text in for its file, so that nothing is written into the sources. */
function breaching(): Plugin {
  return {
    name: "breaching",
    enforce: "pre",
    load: (id) => (id === current?.file ? current.code : undefined),
  };
}

function proof(): TestProjectInlineConfiguration {
  const workerd = whole.test?.projects?.find(
    (project): project is TestProjectInlineConfiguration =>
      typeof project === "object" && "test" in project && project.test?.name === "workerd",
  );
  if (!workerd) throw new Error('Cannot prove: vitest.config.ts has no project "workerd"');
  return {
    ...workerd,
    cacheDir: cacheOf(process.pid),
    plugins: [breaching(), ...(workerd.plugins ?? [])],
    // The proof makes its own tables.
    test: { ...workerd.test, include: ["specs/isolation/*.test.ts"], setupFiles: [], bail: 1 },
  };
}

/** The test that fails, or what else does; nothing if all passes. */
async function noticedBy(vitest: Vitest): Promise<string | undefined> {
  for (const { vite } of vitest.projects) {
    for (const { moduleGraph } of Object.values(vite.environments)) {
      for (const module of moduleGraph.idToModuleMap.values()) {
        if (module.file?.includes("/implementations/prism/")) moduleGraph.invalidateModule(module);
      }
    }
  }
  const { testModules } = await vitest.runTestSpecifications(await vitest.globTestSpecifications(), true);
  const broken = testModules.find((module) => module.errors().length > 0);
  if (broken) return `(cannot load: ${broken.errors()[0]?.message})`;
  const tests = testModules.flatMap((module) => [...module.children.allTests()]);
  const failed = tests.find((test) => test.result().state === "failed");
  if (!failed && !tests.some((test) => test.result().state === "passed")) return "(nothing ran)";
  return failed?.name;
}

async function tryAll(breaches: readonly Breach[]): Promise<void> {
  await writeBindingTypes();
  makeDist();
  Object.assign(process.env, QUIET);
  process.env["VITE_ISOLATION_SEED"] ??= SEED;
  process.env["VITE_ISOLATION_D1"] ??= "0";
  const vitest = await createVitest("test", {
    config: false,
    watch: false,
    reporters: [{}],
    projects: [proof()],
  });
  const unbroken = await noticedBy(vitest);
  if (unbroken !== undefined) throw new Error(`The proof fails without any breach: ${unbroken}`);
  let survived = 0;
  for (const breach of breaches) {
    current = { file: join(ROOT, breach.file), code: breached(breach) };
    const by = await noticedBy(vitest);
    if (by === undefined) survived += 1;
    console.log(
      `${by === undefined ? "SURVIVED" : "noticed "}  ${breach.says}${by === undefined ? "" : `  <- ${by}`}`,
    );
  }
  console.log(`\n${breaches.length - survived} of ${breaches.length} noticed`);
  process.exit(survived === 0 ? 0 : 1);
}

if (import.meta.main) {
  const [pattern, word = ""] = process.argv.slice(2);
  const breaches = BREACHES.filter(({ says }) => says.includes(word));
  if (pattern !== "prism" || breaches.length === 0) {
    console.error("Usage: npm run breaches -- prism [a word of what they say]");
    process.exit(2);
  }
  onLeave(async () => process.exit(1));
  await tryAll(breaches);
}
