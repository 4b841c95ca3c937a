import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { describe, type Figure, holds, type Part } from "../bench/kit/figures.ts";
import { slowDisk } from "../bench/kit/slow-disk.ts";
import { BENCH, installPeers } from "./peers.ts";
import { onLeave, QUIET } from "./run.ts";
import { hashSources, ROOT } from "./sources.ts";

// `npm run bench -- loom`: every measurement of a pattern, one after the other, each beside what it is compared with.
// A part's name behind it runs that part alone. BENCH_DISK_MS=4 does so on a disk that takes so much longer to commit.

const PARTS: Readonly<Record<string, readonly string[]>> = {
  loom: ["commits", "flush", "timers"],
  prism: ["scoping", "size", "rows"],
  threshold: ["pure", "object", "calls", "request", "accuracy", "attack"],
};

/** What came of one part: what it published, and all that it printed. */
interface Outcome extends Partial<Part> {
  readonly ranAt: string;
  readonly seconds: number;
  readonly code: number;
  readonly output: string;
}

const RESULTS = join(ROOT, ".specs", "bench");

const [pattern = "", ...wanted] = process.argv.slice(2);
const parts = PARTS[pattern];
const unknown = wanted.find((part) => !parts?.includes(part));
if (!parts || unknown !== undefined) {
  const known = Object.entries(PARTS).map(([name, all]) => `${name} [${all.join("|")}]`);
  console.error(`Usage: npm run bench -- ${known.join(", or ")}`);
  process.exit(2);
}

let child: ChildProcess | undefined;
onLeave(async () => {
  child?.kill("SIGTERM");
  process.exit(1);
});

await installPeers();
const slower = process.env["BENCH_DISK_MS"];
const disk = slower === undefined ? {} : await slowDisk(Number(slower), RESULTS);
const outcomes: Record<string, Outcome> = {};
for (const part of wanted.length > 0 ? wanted : parts) outcomes[part] = await runPart(pattern, part);
save(pattern, outcomes);
summarise(outcomes);

async function runPart(of: string, part: string): Promise<Outcome> {
  const published = join(RESULTS, `${of}-${part}.part.json`);
  rmSync(published, { force: true });
  const began = performance.now();
  const { code, output } = await show(join(BENCH, of, `${part}.ts`), { BENCH_OUT: published });
  const found = existsSync(published) ? (JSON.parse(readFileSync(published, "utf8")) as Part) : {};
  rmSync(published, { force: true });
  const seconds = Math.round((performance.now() - began) / 1_000);
  return { ranAt: new Date().toISOString(), seconds, code, ...found, output };
}

/** Runs a script, and shows what it prints as it comes. */
async function show(script: string, env: Record<string, string>): Promise<{ code: number; output: string }> {
  const running = spawn(process.execPath, ["--expose-gc", script], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, ...env, ...disk },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = running;
  let output = "";
  running.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  const code = await new Promise<number>((resolve, reject) => {
    running.once("error", reject);
    running.once("close", (exit) => resolve(exit ?? 1));
  });
  child = undefined;
  return { code, output };
}

/** A part that ran alone takes the place of its last run; the others stay as they were, each with its own time. */
function save(of: string, ran: Readonly<Record<string, Outcome>>): void {
  const file = join(RESULTS, `${of}.json`);
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { parts?: object }) : {};
  const [cpu] = cpus();
  const machine = { cpu: cpu?.model, cores: cpus().length, node: process.version };
  const kept = { pattern: of, machine, sources: hashSources(), parts: { ...before.parts, ...ran } };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(file, `${JSON.stringify(kept, undefined, 2)}\n`);
}

function summarise(ran: Readonly<Record<string, Outcome>>): void {
  const barred = Object.values(ran).flatMap(({ figures = [] }) =>
    figures.filter((figure: Figure) => figure.bar),
  );
  console.log("\nBars");
  for (const figure of barred) console.log(`  ${describe(figure)}`);
  const missed = barred.filter((figure) => holds(figure) === false).length;
  const broken = Object.entries(ran).filter(([, { code, figures }]) => code !== 0 && !figures);
  for (const [part, { code }] of broken) console.log(`  ${part} ended with ${code}, as shown above`);
  console.log(
    `\n${barred.length - missed} of ${barred.length} bars held; .specs/bench/${pattern}.json holds it all`,
  );
  process.exitCode = missed > 0 || Object.values(ran).some(({ code }) => code !== 0) ? 1 : 0;
}
