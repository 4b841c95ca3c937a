import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { buildSite, writeBindingTypes } from "./build.ts";
import { type Outcome, run } from "./run.ts";
import { ROOT } from "./sources.ts";
import type { TestCounts } from "./tests.ts";

interface Step {
  readonly name: string;
  run(): Promise<StepResult>;
}

interface StepResult extends TestCounts {
  readonly output: string;
  readonly seconds: number;
}

const BROKE_OFF = { passed: 0, failed: 1, failures: [] };

/** A command is one check; a run of vitest is as many as it has tests. */
const command = (name: string, words: string): Step => {
  const [program = "", ...args] = words.split(" ");
  return { name, run: async () => asOneCheck(await run(program, args)) };
};

const tests = (name: string, ...projects: readonly string[]): Step => ({
  name,
  run: async () => {
    const counts = join(ROOT, ".specs", `counts-${projects.join("-")}.json`);
    mkdirSync(join(ROOT, ".specs"), { recursive: true });
    rmSync(counts, { force: true });
    const args = projects.flatMap((project) => ["--project", project]);
    const { code, ...outcome } = await run("node", ["tools/tests.ts", ...args, "--counts", counts]);
    // Without its counts the run broke off, and that is a failure whatever it printed.
    if (!existsSync(counts)) return { ...outcome, ...BROKE_OFF };
    const counted: TestCounts = JSON.parse(readFileSync(counts, "utf8"));
    return { ...outcome, ...counted, failed: counted.failed === 0 && code !== 0 ? 1 : counted.failed };
  },
});

const asOneCheck = ({ code, ...outcome }: Outcome): StepResult =>
  code === 0 ? { ...outcome, passed: 1, failed: 0, failures: [] } : { ...outcome, ...BROKE_OFF };

/** A step that broke off, such as a command that is not installed: the others still run, and the last line is printed. */
const asFailure = (error: unknown): StepResult => ({
  ...BROKE_OFF,
  output: inspect(error),
  seconds: 0,
});

/** Most of the others read the generated types. */
const FIRST: Step = { name: "binding types", run: async () => asOneCheck(await writeBindingTypes()) };

/** Cheap checks of the text as it stands; none needs another. Two run at a time, the longest first. */
const STATIC: readonly Step[] = [
  command("site types", "astro check"),
  command("format", "oxfmt --check"),
  command("lint", "oxlint --type-aware --max-warnings=0"),
  command("worker types", "tsc -p tsconfig.worker.json"),
  command("bench types", "tsc -p bench/tsconfig.json"),
  command("fence types", "node specs/harness/typecheck-cli.ts"),
  command("dead code", "knip"),
  command("diagrams", "node tools/diagrams.ts --check"),
];

/** The specs write the report that the site is built with, and the built site is what the last checks are of. */
const IN_ORDER: readonly Step[] = [
  // The faults wait for processes to start, and the others go on meanwhile.
  tests("specs", "workerd", "alone", "harness", "faults"),
  { name: "site build", run: async () => asOneCheck(await buildSite()) },
  command("deployable", "node tools/bundle.ts"),
  tests("site checks", "site"),
];

const TOGETHER = 2;

async function runTogether(steps: readonly Step[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  const left = [...steps];
  const lane = async (): Promise<void> => {
    for (let step = left.shift(); step; step = left.shift()) results.push(await runStep(step));
  };
  await Promise.all(Array.from({ length: TOGETHER }, lane));
  return results;
}

async function runStep(step: Step): Promise<StepResult> {
  const result = await step.run().catch(asFailure);
  const verdict = result.failed === 0 ? "pass" : "FAIL";
  console.log(
    `${verdict}  ${step.name.padEnd(14)} ${result.seconds.toFixed(1).padStart(6)} s  ${result.passed} passed`,
  );
  if (result.failed === 0) return result;
  console.log(`${result.output.trimEnd()}\n`);
  // Named once more at the end, for whoever reads no more of a long log.
  return { ...result, failures: result.failures.length > 0 ? result.failures : [step.name] };
}

const began = performance.now();
const results = [await runStep(FIRST), ...(await runTogether(STATIC))];
for (const step of IN_ORDER) results.push(await runStep(step));

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
for (const failure of results.flatMap(({ failures }) => failures)) console.log(`failed: ${failure}`);
console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s in all`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
