import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Runner, Trial, TrialResult } from "./trial.ts";

type Line = readonly [trial: string, noticedBy: string | null];

/**
 * Makes runners keep what their trials said, line by line in a file, so that a run of hours that was cut off goes on where it
 * stood. A file of other sources is begun anew; a trial that took its runner down is asked again.
 */
export function keepTrials(file: string, sources: string): (runner: Runner) => Runner {
  mkdirSync(dirname(file), { recursive: true });
  const [head, ...lines] = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const kept = new Map<string, string | null>(head === sources ? lines.flatMap(readLine) : []);
  writeFileSync(file, [`${sources}\n`, ...[...kept].map(toLine)].join(""));

  async function run(runner: Runner, trial: Trial): Promise<TrialResult> {
    const key = createHash("sha256").update(`${trial.file}\n${trial.code}`).digest("base64url");
    const known = kept.get(key);
    if (known !== undefined) return { id: trial.id, ...(known !== null && { noticedBy: known }) };
    const result = await runner.run(trial);
    kept.set(key, result.noticedBy ?? null);
    appendFileSync(file, toLine([key, result.noticedBy ?? null]));
    return result;
  }

  return (runner) => ({ ...runner, run: (trial) => run(runner, trial) });
}

function toLine(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

/** Nothing of a line that was cut off in its middle. */
function readLine(line: string): Line[] {
  try {
    return [JSON.parse(line) as Line];
  } catch {
    return [];
  }
}
