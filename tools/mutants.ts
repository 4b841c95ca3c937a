import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readPage } from "../specs/harness/page.ts";
import { applyEdit, describeMutant, findMutants, type Mutant } from "./mutants/find.ts";
import { askReady, runTrials } from "./mutants/lanes.ts";
import { nodeRunner, workerdRunner } from "./mutants/runners.ts";
import type { Runner, TrialResult } from "./mutants/trial.ts";
import { onLeave } from "./run.ts";
import { hashSources, listFiles, ROOT } from "./sources.ts";

// `npm run mutants -- threshold`: breaks a pattern's code in one place after the other, in memory, and lists what no spec
// of its page notices. `--only window` takes the files with that in their path, `--in node` leaves out the real Worker.

const USAGE = "npm run mutants -- <pattern> [--only <part of a path>] [--in node]";

const { values, positionals } = parseArgs({
  options: { only: { type: "string", default: "" }, in: { type: "string" } },
  allowPositionals: true,
});
const [pattern] = positionals;
if (!pattern || positionals.length > 1 || (values.in !== undefined && values.in !== "node")) {
  console.error(`Usage: ${USAGE}`);
  process.exit(2);
}
onLeave(async () => process.exit(1));

const began = performance.now();
const sources = hashSources();
const page = `src/content/docs/patterns/${pattern}.mdx`;
const mutants = findAll(pattern, values.only);
if (mutants.length === 0) {
  console.error(`Cannot break ${pattern}: no file of its code has "${values.only}" in its path`);
  process.exit(2);
}

const inNode = await askReady(() => nodeRunner(page));
const titles = readPage(readFileSync(join(ROOT, page), "utf8")).specs.map(({ title }) => title);
const withWorker = values.in === "node" ? [] : titles.filter((title) => !inNode.specs.includes(title));
say(
  `${mutants.length} mutants; ${inNode.specs.length} specs run in Node, ${withWorker.length} with the Worker`,
);

const noticed = new Map<Mutant, string>();
await tryAll("in Node", () => nodeRunner(page), {
  // Most mutants are noticed at once; one that loops for ever costs the limit.
  limitMs: (specsMs) => 3_000 + 8 * specsMs,
  trialsEach: 150,
});
if (withWorker.length > 0 && survivors().length > 0) {
  const { specs, others } = await askReady(() => workerdRunner(page, withWorker));
  for (const title of others) say(`  fails without any mutant, and is left out: ${title}`);
  await tryAll("with the Worker", () => workerdRunner(page, specs), {
    limitMs: (specsMs) => 20_000 + 4 * specsMs,
    trialsEach: Infinity,
  });
}
report();

function findAll(of: string, part: string): Mutant[] {
  const files = listFiles([`src/implementations/${of}`]).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file.includes(part),
  );
  return files.flatMap((file) => findMutants(file, read(file)));
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function survivors(): Mutant[] {
  return mutants.filter((mutant) => !noticed.has(mutant));
}

async function tryAll(
  where: string,
  makeRunner: () => Runner,
  options: { limitMs: (specsMs: number) => number; trialsEach: number },
): Promise<void> {
  const started = performance.now();
  const left = survivors();
  const trials = left.map((mutant, id) => ({
    id,
    file: join(ROOT, mutant.file),
    code: applyEdit(read(mutant.file), mutant),
  }));
  let done = 0;
  const onResult = ({ id, noticedBy }: TrialResult): void => {
    const mutant = left[id];
    if (mutant && noticedBy !== undefined) noticed.set(mutant, noticedBy);
    done += 1;
    if (done % 100 === 0) say(`  ${done} of ${left.length} tried ${where}, ${survivors().length} left`);
  };
  await runTrials(makeRunner, trials, { ...options, lanes: availableParallelism(), onResult });
  say(`${where}: ${left.length} tried in ${secondsSince(started)} s, ${survivors().length} not noticed`);
}

function report(): void {
  const left = survivors();
  const score = (mutants.length - left.length) / mutants.length;
  const changed = hashSources() !== sources;
  const folder = join(ROOT, ".specs", "bench");
  mkdirSync(folder, { recursive: true });
  const json = {
    pattern,
    page,
    ranAt: new Date().toISOString(),
    sources,
    ...(values.only && { only: values.only }),
    inWorkerd: withWorker.length > 0,
    seconds: secondsSince(began),
    mutants: mutants.length,
    score,
    survivors: left.map(({ file, line, column, original, instead }) => ({
      file,
      line,
      column,
      original,
      instead,
    })),
    noticed: [...noticed].map(([mutant, by]) => ({ mutant: describeMutant(mutant), by })),
  };
  writeFileSync(join(folder, `mutants-${pattern}.json`), `${JSON.stringify(json, undefined, 2)}\n`);
  say(`\nNot noticed by any spec of ${page}:`);
  for (const mutant of left) say(`  ${describeMutant(mutant)}`);
  const lines = new Set(left.map(({ file, line }) => `${file}:${line}`)).size;
  const share = (100 * score).toFixed(1);
  say(
    `\n${mutants.length - left.length} of ${mutants.length} mutants noticed (${share} %), ${left.length} not, on ${lines} lines`,
  );
  say(`${secondsSince(began)} s in all; .specs/bench/mutants-${pattern}.json holds it`);
  if (changed) say("The sources changed meanwhile, so this is true of neither state: run it again.");
  // Survivors are to be read, not to be failed over.
  process.exit(changed ? 1 : 0);
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1000);
}

function say(line: string): void {
  console.log(line);
}
