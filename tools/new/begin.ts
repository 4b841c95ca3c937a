import { parseArgs } from "node:util";
import { run } from "../run.ts";
import { ROOT } from "../sources.ts";
import { openTerminal } from "./ask.ts";
import { carryOut, type Plan } from "./plan.ts";
import { type Answers, collectAnswers, type Question } from "./questions.ts";
import { Refusal } from "./refusal.ts";
import { slugProblem } from "./slug.ts";

interface Kind {
  /** The npm script. */
  readonly command: string;
  readonly questionsOf: (slug: string, root: string) => readonly Question[];
  /** Throws a Refusal where something of that slug exists. */
  readonly refuseTaken: (root: string, slug: string) => void;
  readonly plan: (begun: { root: string; slug: string; answers: Answers; toDo: readonly string[] }) => Plan;
  /** What to do when it is made, a line each. */
  readonly next: (slug: string) => readonly string[];
}

/** Asks what a kind of thing needs, makes it and says what was made; on a refusal nothing is written. */
export async function begin(kind: Kind): Promise<void> {
  try {
    await make(kind);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`${error.message}\nNothing was written.`);
    process.exitCode = 1;
  }
}

async function make({ command, questionsOf, refuseTaken, plan, next }: Kind): Promise<void> {
  const { slug, flags } = readArguments(command, questionsOf("x", ROOT));
  refuseTaken(ROOT, slug);
  const terminal = flags["yes"] === true ? undefined : openTerminal();
  const collected = await collectAnswers(questionsOf(slug, ROOT), { flags, ask: terminal?.ask }).finally(() =>
    terminal?.close(),
  );
  const planned = plan({ root: ROOT, slug, ...collected });
  const isTrial = flags["dry-run"] === true;
  if (!isTrial) {
    carryOut(ROOT, planned);
    await format([...planned.creates, ...planned.changes].map(({ path }) => path));
  }
  console.log(isTrial ? "\nWould make" : "\nMade");
  for (const { path } of planned.creates) console.log(`  ${path}`);
  if (planned.changes.length > 0) console.log(isTrial ? "Would add to" : "Added to");
  for (const { path } of planned.changes) console.log(`  ${path}`);
  if (!isTrial) console.log(["Next", ...next(slug).map((line) => `  ${line}`)].join("\n"));
}

function readArguments(
  command: string,
  questions: readonly Question[],
): { slug: string; flags: Readonly<Record<string, string | boolean | undefined>> } {
  const options = {
    ...Object.fromEntries(questions.map(({ flag }) => [flag, { type: "string" as const }])),
    yes: { type: "boolean" as const },
    "dry-run": { type: "boolean" as const },
  };
  const usage = `npm run ${command} -- <slug> ${questions.map(({ flag }) => `[--${flag} …]`).join(" ")} [--yes] [--dry-run]`;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [slug, ...more] = positionals;
    if (slug === undefined || more.length > 0) throw new Refusal(`Give one slug: ${usage}`);
    const problem = slugProblem(slug);
    if (problem !== undefined) throw new Refusal(`${JSON.stringify(slug)} is no slug. ${problem}`);
    return { slug, flags: values };
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof TypeError)) throw error;
    throw new Refusal(`${error.message.replace(/\.? To specify.*$/s, "")}. ${usage}`);
  }
}

/** Lengths of names decide where lines are broken, so the formatter has the last word. */
async function format(paths: readonly string[]): Promise<void> {
  const { code, output } = await run("oxfmt", paths);
  if (code !== 0) throw new Error(`What was made could not be formatted: ${output}`);
}
