import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Plugin } from "vite";
import { type Answer, NONE, type Order } from "../../specs/mutants/orders.ts";
import { ROOT } from "../sources.ts";
import { applyEdit, describeMutant, findMutants, type Mutant } from "./find.ts";
import { runAll, vitestInWorkerd } from "./in-workerd.ts";
import { reachableFiles } from "./reach.ts";
import { withSwitches } from "./switches.ts";
import type { Ready, Trial, TrialResult } from "./trial.ts";

// Runs some specs of a page in workerd against one mutant after the other, all in one workerd: every mutant is in the code,
// behind a switch. What a trial leaves behind could be taken for what the next one does, so the spec that fails must pass
// at once without the mutant; where it does not, the trial is made again in a new workerd. A mutant that runs while a
// module loads, or in the first run of the specs only, has no switch that comes in time: others try those.

const [page = "", pattern = "", ...titles] = process.argv.slice(2);
const ASKS = `(globalThis.isMutant ??= ((all) => (globalThis.mutants = all) && ((number) => {
  if (all.isTold) all.reached.add(number);
  return all.active === number;
}))({ active: ${NONE}, isTold: true, reached: new Set() }))`;

interface Numbered {
  readonly number: number;
  readonly mutant: Mutant;
}

/** By what a trial says of them: the file and its whole text. */
const known = new Map<string, Numbered>();
const instrumented = new Map<string, string>();
const switched = new Set<number>();
for (const file of reachableFiles(`${pattern}/index.ts`)) {
  const code = readFileSync(join(ROOT, file), "utf8");
  const numbers = new Map(findMutants(file, code).map((mutant, at) => [mutant, known.size + at] as const));
  for (const [mutant, number] of numbers)
    known.set(`${join(ROOT, file)}\n${applyEdit(code, mutant)}`, { number, mutant });
  const all = withSwitches({ code, numbers }, ASKS);
  instrumented.set(join(ROOT, file), all.code);
  for (const number of all.switched) switched.add(number);
}

const COLLECTING = "\0mutants:vitest";

function switching(): Plugin {
  return {
    name: "switching",
    enforce: "pre",
    resolveId: (source, importer) =>
      source === "vitest" && importer?.split("?")[0] === join(ROOT, page) ? COLLECTING : undefined,
    load: (id) => (id === COLLECTING ? "export const test = globalThis.collectSpec;" : instrumented.get(id)),
  };
}

/** Where workerd asks what to do next, and says what came of it. */
const server = createServer((asking, reply) => void take(asking, reply));
let waiting: ServerResponse | undefined;
let settle: { answered: (answer: Answer | null) => void; failed: (error: Error) => void } | undefined;

async function take(asking: IncomingMessage, reply: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of asking) body += String(chunk);
  waiting = reply;
  settle?.answered(JSON.parse(body) as Answer | null);
}

async function next(): Promise<Answer | null> {
  return await new Promise((answered, failed) => (settle = { answered, failed }));
}

async function order(given: Order): Promise<Answer> {
  const answer = next();
  waiting?.end(JSON.stringify(given));
  return (await answer) ?? { failed: [], ran: [], apart: [] };
}

let running: Promise<void> = Promise.resolve();

/** A new workerd, in which every spec has run three times: what came of those. */
async function startAnew(): Promise<{ cold: Answer; warm: readonly Answer[] }> {
  waiting?.end(JSON.stringify({ active: NONE, titles: [] } satisfies Order));
  waiting = undefined;
  await running;
  const asked = next();
  running = runToTheEnd();
  await asked;
  const everything = { active: NONE, titles };
  const cold = await order(everything);
  return { cold, warm: [await order(everything), await order(everything)] };
}

async function runToTheEnd(): Promise<void> {
  const [module] = await runAll(vitest);
  const [error] = module?.errors() ?? [];
  settle?.failed(new Error(`workerd has ended: ${error?.message ?? "nothing more was asked"}`));
}

async function runTrial({ id, file, code, specs }: Trial): Promise<TrialResult> {
  const number = known.get(`${file}\n${code}`)?.number;
  if (number === undefined) throw new Error(`Cannot run a trial of ${file}: it is no mutant of it`);
  const cheapFirst = specs.toSorted((a, b) => msOf(a) - msOf(b));
  const tried = async (): Promise<string | undefined> =>
    (await order({ active: number, titles: cheapFirst })).failed[0]?.[0];
  let noticedBy = await tried();
  if (noticedBy !== undefined && !(await passes(noticedBy))) {
    await startAnew();
    noticedBy = await tried();
    if (noticedBy !== undefined && !(await passes(noticedBy))) await startAnew();
  }
  return { id, ...(noticedBy === undefined ? {} : { noticedBy }) };
}

async function passes(title: string): Promise<boolean> {
  return (await order({ active: NONE, titles: [title] })).failed.length === 0;
}

server.listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
process.env["VITE_MUTANTS_ORDERS"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
process.env["VITE_MUTANTS_PAGE"] = join(ROOT, page);
const vitest = await vitestInWorkerd({ include: "specs/mutants/trials.ts", plugin: switching() });

const began = performance.now();
const { cold, warm } = await startAnew();
const ms = (performance.now() - began) / 3; // One run of three, and a start.
const failing = new Set([cold, ...warm].flatMap(({ failed }) => failed.map(([title]) => title)));
const sound = titles.filter((title) => !failing.has(title));
/** By the titles of the specs that come there, once all that is made once is made. */
const reached = new Map<string, Set<number>>(sound.map((title) => [title, new Set()]));
for (const ran of warm.flatMap((answer) => answer.ran))
  for (const number of ran.reached) reached.get(ran.title)?.add(number);
/** What runs between the specs may be any one's. */
for (const number of warm.flatMap(({ apart }) => apart)) for (const all of reached.values()) all.add(number);
const isWarm = new Set([...reached.values()].flatMap((numbers) => [...numbers]));
const isCold = new Set([...cold.apart, ...cold.ran.flatMap((ran) => ran.reached)]);
const isLoading = new Set(cold.apart);

function msOf(title: string): number {
  return warm.at(-1)?.ran.find((ran) => ran.title === title)?.ms ?? 0;
}

function mayAsk(number: number): boolean {
  return switched.has(number) && !isLoading.has(number) && (isWarm.has(number) || !isCold.has(number));
}

const all = [...known.values()];
const ready: Ready = {
  specs: sound.map((title) => ({
    title,
    reached: all.filter(({ number }) => reached.get(title)?.has(number)).map(nameOf),
  })),
  others: [...failing],
  answersFor: all.filter(({ number }) => mayAsk(number)).map(nameOf),
  ms,
};

function nameOf({ mutant }: Numbered): string {
  return describeMutant(mutant);
}

process.send?.(ready);
process.once("disconnect", () => process.exit(1));
process.on("message", async (trial: Trial) => process.send?.(await runTrial(trial)));
