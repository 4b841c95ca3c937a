import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What trials said, line by line in a file, so that a run of hours that was cut off goes on where it stood. */
export interface KeptTrials {
  /** Who noticed it, null if nobody did, undefined if it was not tried. */
  find(mutant: string): string | null | undefined;
  add(mutant: string, noticedBy: string | undefined): void;
}

/** Opens the file, and empties it if it is of other sources. */
export function keepTrials(file: string, sources: string): KeptTrials {
  mkdirSync(dirname(file), { recursive: true });
  const [head, ...lines] = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const kept = new Map(head === sources ? lines.flatMap(readLine) : []);
  const line = (entry: readonly [string, string | null]): string => `${JSON.stringify(entry)}\n`;
  writeFileSync(file, [`${sources}\n`, ...[...kept].map(line)].join(""));
  return {
    find: (mutant) => kept.get(mutant),
    add(mutant, noticedBy) {
      kept.set(mutant, noticedBy ?? null);
      appendFileSync(file, line([mutant, noticedBy ?? null]));
    },
  };
}

/** Nothing of a line that was cut off in its middle. */
function readLine(line: string): [string, string | null][] {
  try {
    return [JSON.parse(line) as [string, string | null]];
  } catch {
    return [];
  }
}
