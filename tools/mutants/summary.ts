import { describeMutant, type Mutant } from "./find.ts";

interface Outcome {
  readonly noticed: { has(mutant: Mutant): boolean };
  /** The mutants in code that some spec runs. */
  readonly reached: { has(mutant: Mutant): boolean };
}

/** What is told of a run: the survivors, the lines that no spec runs, and how each file did. */
export function summarise(mutants: readonly Mutant[], { noticed, reached }: Outcome): string[] {
  const left = mutants.filter((mutant) => !noticed.has(mutant));
  const unreached = left.filter((mutant) => !reached.has(mutant));
  const byFile = Map.groupBy(mutants, ({ file }) => file);
  return [
    "\nRun by a spec, and not noticed by any:",
    ...left.filter((mutant) => reached.has(mutant)).map((mutant) => `  ${describeMutant(mutant)}`),
    "\nRun by no spec at all:",
    ...[...Map.groupBy(unreached, ({ file }) => file)].map(([file, own]) => `  ${file}:${rangesOf(own)}`),
    "\nNoticed, of all:",
    ...[...byFile].map(([file, own]) => `  ${share(own, noticed)}  ${file}`),
    `  ${share(mutants, noticed)}  in all`,
  ];
}

/** Who was asked, and how to ask again. */
interface Asked {
  readonly page: string;
  readonly command: string;
  /** Of the page's specifications, how many ran and how many there are. */
  readonly asked: { readonly some: number; readonly all: number };
}

/** The same as a page to be kept: it says nothing of when it was made, so that it changes only with what it tells. */
export function documentOf(
  { page, command, asked }: Asked,
  mutants: readonly Mutant[],
  { noticed, reached }: Outcome,
): string {
  const left = mutants.filter((mutant) => !noticed.has(mutant));
  const unnoticed = left.filter((mutant) => reached.has(mutant));
  const unreached = left.filter((mutant) => !reached.has(mutant));
  const byFile = (those: readonly Mutant[]) => [...Map.groupBy(those, ({ file }) => file)];
  const rows = byFile(mutants).map(([file, own]) => {
    const [first, second] = [unnoticed, unreached].map(
      (all) => all.filter((each) => each.file === file).length,
    );
    return `- ${file}: ${own.length} mutants, ${first} run and not noticed, ${second} run by none`;
  });
  return [
    `# What no specification of ${page} notices`,
    `Printed by \`${command}\`. A mutant is one change of one place of the code: a comparison, a number, a condition, a statement left out.`,
    `**${left.length} of ${mutants.length}** mutants are noticed by none of ${asked.some} of the page's ${asked.all} specifications: ${unnoticed.length} in code that one runs, ${unreached.length} in code that none runs. ${asked.some < asked.all ? "The others need the Worker, and were not asked: some of this they notice. " : ""}The tests beside the code were not asked.`,
    "## By file",
    rows.join("\n"),
    "## Run by a specification, and not noticed",
    ...byFile(unnoticed).map(([, own]) => `\`\`\`text\n${own.map(describeMutant).join("\n")}\n\`\`\``),
    "## Run by none",
    byFile(unreached)
      .map(([file, own]) => `- ${file}: ${rangesOf(own)}`)
      .join("\n"),
  ]
    .map((part) => `${part}\n`)
    .join("\n");
}

function share(mutants: readonly Mutant[], noticed: Outcome["noticed"]): string {
  const count = mutants.filter((mutant) => noticed.has(mutant)).length;
  const percent = ((100 * count) / mutants.length).toFixed(1);
  return `${String(count).padStart(5)} of ${String(mutants.length).padStart(5)}  ${percent.padStart(5)} %`;
}

/** The lines, those that follow one another as `3-7`. */
function rangesOf(mutants: readonly Mutant[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const { line } of mutants) {
    const latest = ranges.at(-1);
    if (latest && line <= latest[1] + 1) latest[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
}
