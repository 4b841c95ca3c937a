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
