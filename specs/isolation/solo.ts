import { differs, isLeftOpen, type Pair } from "./compare.ts";
import type { Outcome } from "./outcome.ts";
import { boundFor, type Sequence, type Trial } from "./trial.ts";
import { reworded } from "./reworded.ts";
import { inObject } from "./worlds.ts";

/** What was answered to a trial, beside what a database of the tenant's own says. */
export type Pairing = (trial: Trial, at: number, solo: Outcome) => Pair;

/**
 * Pairs each trial with what the tenant's own database says to the author's text; and if some differ, with what it says to
 * the same question in other words. SQLite 3.53 loses conditions on a database of one tenant too (decision 018), and is then the
 * one that errs; and SQL leaves the answer to some statements open.
 */
export async function besideSolo(
  tenant: string,
  sequences: readonly Sequence[],
  pair: Pairing,
): Promise<readonly Pair[]> {
  const filling = { tenant, isShared: false };
  const { outcomes } = await inObject(filling, sequences);
  const pairs = sequences.flat().map((trial, at) => pair(trial, at, outcomes[at]!));
  if (!pairs.some(differs)) return pairs;
  const left = [...pairs];
  const others = sequences.map((sequence) =>
    left.splice(0, sequence.length).map((each) => inOtherWords(each, tenant)),
  );
  const again = await inObject(filling, others);
  return pairs.map((first, at) => {
    const [once, outcome] = [outcomes[at]!, again.outcomes[at]!];
    // A column may be named by its text, which is the author's.
    const names = once.error === undefined ? once.names : outcome.names;
    return { ...first, again: pair(first.trial, at, { ...outcome, names }).solo };
  });
}

/** Pairs what an object among other tenants' rows says to each trial with what the tenant's own does. */
export async function inBoth(tenant: string, sequences: readonly Sequence[]): Promise<readonly Pair[]> {
  const { outcomes, before } = await inObject({ tenant, isShared: true }, sequences);
  return await besideSolo(tenant, sequences, (trial, at, solo) => ({
    trial,
    shared: outcomes[at]!,
    solo,
    others: before.others,
  }));
}

/** The author's text reworded; where SQL leaves the answer open, the text as it is scoped, where nobody else has a row. */
function inOtherWords(pair: Pair, tenant: string): Trial {
  const { trial } = pair;
  const { statement, scoped } = trial;
  const words = isLeftOpen(pair)
    ? { sql: scoped.sql, values: boundFor(trial, tenant) }
    : { sql: reworded(statement.sql) };
  return { statement: { ...statement, ...words }, scoped };
}
