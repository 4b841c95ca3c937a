import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readPage } from "../specs/harness/page.ts";
import { blockFinder } from "./mutants/coverage.ts";
import { applyEdit, describeMutant, findMutants, type Mutant } from "./mutants/find.ts";
import { keepTrials } from "./mutants/kept.ts";
import { askReady, runTrials } from "./mutants/lanes.ts";
import { reachableFiles } from "./mutants/reach.ts";
import { documentOf, summarise } from "./mutants/summary.ts";
import { nodeRunner, type Subject, switchRunner, workerdRunner } from "./mutants/runners.ts";
import type { ReadySpec, Runner, Trial, TrialResult } from "./mutants/trial.ts";
import { onLeave } from "./run.ts";
import { hashSources, ROOT } from "./sources.ts";

// `npm run mutants -- threshold`: breaks a pattern's code in one place after the other, in memory, and lists what no spec
// of its page notices. The code is what the pattern's index.ts stands on. `--only window` takes the files with that in
// their path, `--in node` leaves out the specs that need the real Worker: with them it takes most of an hour, and goes on where
// it was cut off, if no source has changed. Without `--only` the list is kept in docs/.

const { values, positionals } = parseArgs({
  options: { only: { type: "string", default: "" }, in: { type: "string" } },
  allowPositionals: true,
});
const [name] = positionals;
if (!name || positionals.length > 1 || (values.in !== undefined && values.in !== "node")) {
  console.error("Usage: npm run mutants -- <pattern> [--only <part of a path>] [--in node]");
  process.exit(2);
}
onLeave(async () => process.exit(1));

const began = performance.now();
const sources = hashSources();
const subject: Subject = {
  page: `src/content/docs/patterns/${name}.mdx`,
  pattern: `src/implementations/${name}`,
};
const texts = readCode(values.only);
/** Each mutant with the block of code around it, where there is one. */
const mutants = new Map(
  [...texts].flatMap(([file, code]) => {
    const findBlock = blockFinder(join(ROOT, file), code);
    return findMutants(file, code).map((mutant) => [mutant, findBlock(mutant)] as const);
  }),
);
if (mutants.size === 0) {
  console.error(`Cannot break ${name}: no file of its code has "${values.only}" in its path`);
  process.exit(2);
}

const noticed = new Map<Mutant, string>();
const runBySpecs = new Set<Mutant>();
const inNode = await askReady(() => nodeRunner(subject));
const titles = readPage(readFileSync(join(ROOT, subject.page), "utf8")).specs.map(({ title }) => title);
const isPure = new Set(inNode.specs.map(({ title }) => title));
const withWorker = values.in === "node" ? [] : titles.filter((title) => !isPure.has(title));
say(`${mutants.size} mutants; ${isPure.size} specs run in Node, ${withWorker.length} with the Worker`);
await tryAll("in Node", survivors(), {
  makeRunner: () => nodeRunner(subject),
  specs: inNode.specs,
  // Most mutants are noticed at once; one that loops for ever costs the limit.
  limitMs: (specsMs) => 2_000 + 4 * specsMs,
  trialsEach: 150,
});
if (withWorker.length > 0 && survivors().length > 0) await tryWithWorker();
report();

/** Most mutants stand in one Worker behind switches; what no switch comes in time for has a Worker of its own. */
async function tryWithWorker(): Promise<void> {
  const { specs, others, answersFor = [] } = await askReady(() => switchRunner(subject, withWorker));
  for (const title of others) say(`  fails without any mutant, and is left out: ${title}`);
  const sound = specs.map(({ title }) => title);
  const switched = new Set(answersFor);
  const isSwitched = (mutant: Mutant): boolean => switched.has(describeMutant(mutant));
  const keeping = keepTrials(join(ROOT, ".specs", "bench", `mutants-${name}.trials`), sources);
  const limits = { limitMs: (specsMs: number) => 20_000 + 4 * specsMs, trialsEach: Infinity };
  await tryAll("with the Worker, by switches", survivors().filter(isSwitched), {
    makeRunner: () => keeping(switchRunner(subject, sound)),
    specs,
    placeOf: describeMutant,
    ...limits,
  });
  const ready = await askReady(() => workerdRunner(subject, sound));
  await tryAll(
    "with a Worker for each",
    survivors().filter((mutant) => !isSwitched(mutant)),
    {
      makeRunner: () => keeping(workerdRunner(subject, sound)),
      specs: ready.specs,
      ...limits,
    },
  );
}

function readCode(part: string): Map<string, string> {
  const files = reachableFiles(`${subject.pattern}/index.ts`).filter((file) => file.includes(part));
  return new Map(files.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
}

function survivors(): Mutant[] {
  return [...mutants.keys()].filter((mutant) => !noticed.has(mutant));
}

interface Stage {
  readonly makeRunner: () => Runner;
  readonly specs: readonly ReadySpec[];
  readonly limitMs: (specsMs: number) => number;
  readonly trialsEach: number;
  /** What the specs call the place of a mutant: the block around it, or itself. */
  readonly placeOf?: (mutant: Mutant) => string | undefined;
}

/** Tries mutants, as far as any spec of this stage reaches them. */
async function tryAll(where: string, left: readonly Mutant[], { specs, ...options }: Stage): Promise<void> {
  const { placeOf = (mutant: Mutant) => mutants.get(mutant) } = options;
  const started = performance.now();
  const trials = left
    .map((mutant, id) => makeTrial(mutant, { id, specs, place: placeOf(mutant) }))
    .filter((trial) => trial.specs.length > 0);
  for (const { id } of trials) runBySpecs.add(left[id] as Mutant);
  let done = 0;
  const onResult = ({ id, noticedBy }: TrialResult): void => {
    const mutant = left[id];
    if (mutant && noticedBy !== undefined) noticed.set(mutant, noticedBy);
    done += 1;
    if (done % 100 === 0) say(`  ${done} of ${trials.length} tried ${where}, ${survivors().length} left`);
  };
  await runTrials(options.makeRunner, trials, { ...options, lanes: availableParallelism(), onResult });
  const unreached = left.length - trials.length;
  say(
    `${where}: ${trials.length} tried in ${secondsSince(started)} s and ${unreached} never reached, ` +
      `${survivors().length} not noticed`,
  );
}

interface Asked {
  readonly id: number;
  readonly specs: readonly ReadySpec[];
  readonly place: string | undefined;
}

function makeTrial(mutant: Mutant, { id, specs, place }: Asked): Trial {
  const reaching = specs.filter(({ reached }) => !place || !reached || reached.includes(place));
  const code = applyEdit(texts.get(mutant.file) ?? "", mutant);
  return { id, file: join(ROOT, mutant.file), code, specs: reaching.map(({ title }) => title) };
}

function report(): void {
  const left = survivors();
  const file = `.specs/bench/mutants-${name}.json`;
  mkdirSync(join(ROOT, ".specs", "bench"), { recursive: true });
  const json = {
    ...subject,
    ranAt: new Date().toISOString(),
    sources,
    ...(values.only && { only: values.only }),
    inWorkerd: withWorker.length > 0,
    seconds: secondsSince(began),
    mutants: mutants.size,
    score: 1 - left.length / mutants.size,
    survivors: left.map((mutant) => ({ ...mutant, isReached: runBySpecs.has(mutant) })),
    noticed: [...noticed].map(([mutant, by]) => ({ mutant: describeMutant(mutant), by })),
  };
  writeFileSync(join(ROOT, file), `${JSON.stringify(json, undefined, 2)}\n`);

  for (const line of summarise([...mutants.keys()], { noticed, reached: runBySpecs })) say(line);
  say(`${secondsSince(began)} s in all; ${file} holds it`);
  if (values.only === "") {
    const kept = `docs/${name}-survivors.md`;
    const command = `npm run mutants -- ${[name, ...(values.in ? ["--in", values.in] : [])].join(" ")}`;
    const asked = { some: isPure.size + withWorker.length, all: titles.length };
    const told = { page: subject.page, command, asked };
    writeFileSync(join(ROOT, kept), documentOf(told, [...mutants.keys()], { noticed, reached: runBySpecs }));
    say(`${kept} lists what is left`);
  }
  const changed = hashSources() !== sources;
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
