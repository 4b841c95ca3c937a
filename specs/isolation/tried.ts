import { createScoper } from "#implementations/prism";
import { expect } from "vitest";
import { SCHEMA } from "./bookshop.ts";
import { isAnsweredAgain, noFindings, note } from "./compare.ts";
import type { Value } from "./grammar/index.ts";
import { inBoth } from "./solo.ts";
import type { Trial } from "./trial.ts";

const TENANT = "b";
export const scoper = createScoper(SCHEMA);

/** What is wrong with statements that are admitted, each tried for itself, and what the tenant's own database says. */
export async function tried(...statements: readonly (readonly [string, ...Value[]])[]) {
  const trials = statements.map(([sql, ...values]): Trial => ({
    statement: { sql, values, isOrdered: false, isBroken: false },
    scoped: scoper.scope(sql),
  }));
  const sequences = trials.map((trial) => [trial]);
  const pairs = await inBoth(TENANT, sequences);
  const findings = noFindings();
  for (const pair of pairs) note(findings, pair);
  expect(findings.told.join("\n")).toBe("");
  return pairs.map((pair) => ({
    names: pair.solo.names,
    rows: pair.solo.rows.map((row) => JSON.parse(row)),
    error: pair.solo.error,
    isMisread: isAnsweredAgain(pair),
  }));
}
