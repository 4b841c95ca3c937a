import type { Ready, Runner, Trial, TrialResult } from "./trial.ts";

export interface LanesOptions {
  /** How many runners work at a time. */
  readonly lanes: number;
  /** After so many trials a runner is replaced, since modules once loaded stay in memory. */
  readonly trialsEach: number;
  /** How long one trial may take, from how long the specs take by themselves. */
  readonly limitMs: (specsMs: number) => number;
  readonly onResult?: (result: TrialResult) => void;
}

/** Runs every trial. One that takes too long, or takes its runner down, has been noticed, and says so in parentheses. */
export async function runTrials(
  makeRunner: () => Runner,
  trials: readonly Trial[],
  options: LanesOptions,
): Promise<TrialResult[]> {
  const left = [...trials];
  const results: TrialResult[] = [];
  const lanes = Math.min(options.lanes, trials.length);
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left.length > 0) {
        const ran = await runUntilBroken(makeRunner(), left, options);
        results.push(...ran);
      }
    }),
  );
  return results.toSorted((a, b) => a.id - b.id);
}

/** Takes trials off `left` until there are none, or the runner has done its share, or is of no more use. */
async function runUntilBroken(
  runner: Runner,
  left: Trial[],
  { trialsEach, limitMs, onResult }: LanesOptions,
): Promise<TrialResult[]> {
  const results: TrialResult[] = [];
  try {
    const { ms } = await runner.ready();
    for (let done = 0; done < trialsEach; done++) {
      const trial = left.shift();
      if (!trial) break;
      const { isBroken, result } = await runOne(runner, trial, limitMs(ms));
      results.push(result);
      onResult?.(result);
      if (isBroken) break;
    }
  } finally {
    await runner.stop();
  }
  return results;
}

async function runOne(
  runner: Runner,
  trial: Trial,
  limitMs: number,
): Promise<{ isBroken: boolean; result: TrialResult }> {
  let timer: NodeJS.Timeout | undefined;
  const { id } = trial;
  const late = new Promise<TrialResult>((resolve) => {
    timer = setTimeout(() => resolve({ id, noticedBy: TOO_LONG }), limitMs);
  });
  try {
    const result = await Promise.race([runner.run(trial), late]);
    return { isBroken: result.noticedBy === TOO_LONG, result };
  } catch (error) {
    const noticedBy = `(broke: ${error instanceof Error ? error.message : String(error)})`;
    return { isBroken: true, result: { id, noticedBy } };
  } finally {
    clearTimeout(timer);
  }
}

const TOO_LONG = "(took too long)";

/** Starts one runner to learn what it can run. */
export async function askReady(makeRunner: () => Runner): Promise<Ready> {
  const runner = makeRunner();
  try {
    return await runner.ready();
  } finally {
    await runner.stop();
  }
}
