import { showsOthers } from "../../specs/isolation/portable/shop.ts";
import type { Trial } from "../../specs/isolation/trial.ts";
import type { Outcome } from "./outcome.ts";

/** What was found of a number of statements: the last two are to be nothing. */
export interface Findings {
  statements: number;
  admitted: number;
  /** Of the admitted, those that answered with rows, and those that changed something. */
  answered: number;
  changing: number;
  /** Those that failed in both over a row, such as one with a key that is there. */
  failed: number;
  /** Of these, those where each saw another thing wrong first. */
  failedOtherwise: number;
  leaks: number;
  differences: number;
  /** The first of what should not be, told. */
  readonly told: string[];
}

export function noFindings(): Findings {
  return {
    statements: 0,
    admitted: 0,
    answered: 0,
    changing: 0,
    failed: 0,
    failedOtherwise: 0,
    leaks: 0,
    differences: 0,
    told: [],
  };
}

export interface Pair {
  readonly tenant: string;
  readonly trial: Trial;
  readonly prism: Outcome;
  readonly postgres: Outcome;
}

export const MOST_TOLD = 5;
const MOST_SHOWN = 1_500;
/** Failures that a row is the reason of. Any other is the statement's, and the grammar has none of those. */
const OF_ROWS: readonly (string | undefined)[] = ["not null", "foreign key", "unique", "check"];

/** Adds what is to be said of one statement. */
export function note(findings: Findings, pair: Pair): void {
  const { tenant, prism, postgres } = pair;
  findings.admitted += 1;
  if (postgres.rows.length > 0) findings.answered += 1;
  if (postgres.changes > 0) findings.changing += 1;
  if (prism.error !== undefined && postgres.error !== undefined) {
    findings.failed += 1;
    if (prism.error !== postgres.error) findings.failedOtherwise += 1;
  }
  const leak = [prism, postgres].some((outcome) => readsOthers(outcome, tenant)) ? "leak" : undefined;
  const difference = differenceOf(pair);
  if (leak) findings.leaks += 1;
  if (difference) findings.differences += 1;
  const wrong = [leak, difference].filter((fault) => fault !== undefined);
  if (wrong.length > 0 && findings.told.length < MOST_TOLD) findings.told.push(tell(pair, wrong.join(" ")));
}

function readsOthers({ rows, message }: Outcome, tenant: string): boolean {
  return [...rows, message].some((text) => showsOthers(text, tenant));
}

/** Two failures are alike, whatever came first: a database may look at a row's keys or at its checks before the other. */
function differenceOf({ trial, prism, postgres }: Pair): string | undefined {
  const failures = [prism.error, postgres.error].filter((error) => error !== undefined);
  if (failures.length === 1 || failures.some((error) => !OF_ROWS.includes(error))) return "failure";
  const rows = ({ rows: all }: Outcome): string =>
    (trial.statement.isOrdered ? all : all.toSorted()).join("\n");
  if (rows(prism) !== rows(postgres)) return "rows";
  if (prism.changes !== postgres.changes) return "changes";
  return prism.state === postgres.state ? undefined : "state";
}

function tell({ tenant, trial, prism, postgres }: Pair, wrong: string): string {
  const { statement, scoped } = trial;
  const brief = ({ rows, changes, error, message }: Outcome): string =>
    JSON.stringify({ rows: rows.slice(0, 8), changes, error, message }).slice(0, MOST_SHOWN);
  return [
    `--- ${wrong}, as tenant ${tenant}`,
    `${statement.sql.slice(0, MOST_SHOWN)}   ${JSON.stringify(statement.values)}`,
    `scoped:   ${scoped.sql.slice(0, MOST_SHOWN)}`,
    `Prism:    ${brief(prism)}`,
    `policies: ${brief(postgres)}`,
    ...lines(prism, postgres),
  ].join("\n");
}

/** The first rows that one has left and the other has not. */
function lines(prism: Outcome, postgres: Outcome): string[] {
  const [mine, theirs] = [prism.state.split("\n"), postgres.state.split("\n")];
  const only = (rows: readonly string[], others: readonly string[], who: string): string[] =>
    rows.filter((row) => !others.includes(row)).map((row) => `${who} left ${row}`);
  return [...only(mine, theirs, "Prism"), ...only(theirs, mine, "policies")].slice(0, 6);
}

/** One line for all that was counted. */
export function summary(findings: Findings): string {
  return Object.entries(findings)
    .filter(([name]) => name !== "told")
    .map(([name, count]) => `${name} ${Number(count).toLocaleString("en")}`)
    .join(", ");
}
