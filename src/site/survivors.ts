import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How many mutants of a pattern's code its page's specifications do not notice, as the run that was kept found it. */
export interface Survivors {
  readonly left: number;
  readonly all: number;
  /** Of those left, how many are in code that no specification runs. */
  readonly unrun: number;
  /** How many of how many specifications were asked. */
  readonly asked: number;
  readonly specs: number;
  readonly command: string;
  readonly file: string;
}

/** Reads what `npm run mutants` has kept. Throws an Error when it says nothing, so that no page claims anything by itself. */
export function readSurvivors(pattern: string, root = process.cwd()): Survivors {
  const file = `docs/${pattern}-survivors.md`;
  const text = readFileSync(join(root, file), "utf8");
  const said =
    /\*\*(\d+) of (\d+)\*\* mutants .* none of (\d+) of the page's (\d+) .* (\d+) in code that none runs/.exec(
      text,
    );
  const [, command] = /^Printed by `([^`]+)`/m.exec(text) ?? [];
  if (!said || command === undefined) {
    throw new Error(`Cannot tell of survivors: ${file} is not what npm run mutants writes`);
  }
  const [left = 0, all = 0, asked = 0, specs = 0, unrun = 0] = said.slice(1).map(Number);
  return { left, all, asked, specs, unrun, command, file };
}
