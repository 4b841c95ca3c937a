import { CANARY } from "./bookshop.ts";
import type { Outcome } from "./outcome.ts";
import type { Statement } from "./grammar/index.ts";
import type { Trial } from "./trial.ts";

/** What was found of a number of statements: the last four are to be nothing. */
export interface Findings {
  statements: number;
  admitted: number;
  refused: number;
  /** What could take hours on any database, and was not run. */
  leftOut: number;
  /** Of the admitted, those that both databases answered with an error of the same kind. */
  failed: number;
  /** Of the admitted, those that the tenant's own database answers as here only in words that SQLite gets right. */
  misread: number;
  /** Of the admitted, those whose answer SQL leaves open: there too it is another one for the text as it is scoped. */
  open: number;
  read: number;
  changed: number;
  differences: number;
  unreported: number;
  /** The first of what should not be, told. */
  readonly told: string[];
}

export function noFindings(): Findings {
  return {
    statements: 0,
    admitted: 0,
    refused: 0,
    leftOut: 0,
    failed: 0,
    misread: 0,
    open: 0,
    read: 0,
    changed: 0,
    differences: 0,
    unreported: 0,
    told: [],
  };
}

/** What a database with other tenants answered, beside the tenant's own. */
export interface Pair {
  readonly trial: Trial;
  readonly shared: Outcome;
  readonly solo: Outcome;
  /** What the tenant's own answers to the same question in other words, if it was asked. */
  readonly again?: Outcome | undefined;
  /** All rows that are not the tenant's, as they were before. */
  readonly others: string;
}

const MOST_TOLD = 12;
const MOST_SHOWN = 1_500;

/** Adds what is to be said of one statement. */
export function note(findings: Findings, pair: Pair): void {
  const { shared, solo } = pair;
  findings.admitted += 1;
  if (shared.error !== undefined && shared.error === solo.error) findings.failed += 1;
  const isAnswered = isAnsweredAgain(pair);
  if (isAnswered) findings[isLeftOpen(pair) ? "open" : "misread"] += 1;
  const difference = isAnswered ? undefined : differenceOf(pair);
  const wrong = faults(pair, difference);
  for (const each of wrong) findings[each] += 1;
  if (wrong.length > 0 && findings.told.length < MOST_TOLD) {
    findings.told.push(tell(pair, [...wrong, difference ?? ""]));
  }
}

type Fault = "read" | "changed" | "unreported" | "differences";

function faults({ trial, shared, solo, others }: Pair, difference: string | undefined): Fault[] {
  const found: Readonly<Record<Fault, boolean>> = {
    read: readsOthers(trial.statement, shared, solo),
    changed: shared.others !== "" && shared.others !== others,
    unreported: shared.unreported.length > 0,
    differences: difference !== undefined,
  };
  return (Object.keys(found) as Fault[]).filter((fault) => found[fault]);
}

/** A canary in a row or a message, unless the author's own statement has put it there. */
function readsOthers({ sql, values }: Statement, shared: Outcome, solo: Outcome): boolean {
  const isSeen = shared.message.includes(CANARY) || shared.rows.some((row) => row.includes(CANARY));
  if (!isSeen || JSON.stringify([sql, values]).includes(CANARY)) return false;
  return !solo.rows.some((row) => row.includes(CANARY));
}

/** Whether it differs from what the tenant's own database says, and does not from what that says to other words. */
export function isAnsweredAgain(pair: Pair): boolean {
  return pair.again !== undefined && differs(pair) && !differs({ ...pair, solo: pair.again });
}

/** The kinds of error that come of a value, and so only where a plan looks at it. */
const OF_VALUES: ReadonlySet<string | undefined> = new Set(["json", "overflow", "pattern"]);

/**
 * Whether SQL leaves open what the answer is: a broken statement may ask for one row of some without an order, and whether a value
 * is looked at that no row of the answer needs is for the plan to say.
 */
export function isLeftOpen({ trial, shared, solo }: Pair): boolean {
  const isOfValue = OF_VALUES.has(shared.error) || OF_VALUES.has(solo.error);
  return trial.statement.isBroken || (shared.error !== solo.error && isOfValue);
}

export function differs(pair: Pair): boolean {
  return differenceOf(pair) !== undefined;
}

function differenceOf({ trial, shared, solo }: Pair): string | undefined {
  const { isOrdered } = trial.statement;
  if (shared.error !== solo.error) return `error ${solo.error} <> ${shared.error}`;
  if (solo.error === undefined && shared.names.join("|") !== solo.names.join("|")) return "names";
  const rows = ({ rows: all }: Outcome): string => (isOrdered ? all : all.toSorted()).join("\n");
  if (rows(shared) !== rows(solo)) return "rows";
  if (shared.changes !== solo.changes) return "changes";
  // D1 undoes what fails, and all that stands before it.
  return shared.own === "" || shared.own === solo.own ? undefined : "state";
}

function tell({ trial, shared, solo }: Pair, wrong: readonly string[]): string {
  const { statement, scoped } = trial;
  const brief = ({ names, rows, message, changes }: Outcome): string =>
    JSON.stringify({ names, rows: rows.slice(0, 6), message, changes }).slice(0, MOST_SHOWN);
  return [
    `--- ${wrong.join(" ")} ${shared.unreported.join(", ")}`,
    `${statement.sql.slice(0, MOST_SHOWN)}   ${JSON.stringify(statement.values)}`,
    `scoped: ${scoped.sql.slice(0, MOST_SHOWN)}`,
    `solo:   ${brief(solo)}`,
    `shared: ${brief(shared)}`,
  ].join("\n");
}

export function add(to: Findings, { told, ...counts }: Findings): void {
  for (const [name, count] of Object.entries(counts)) to[name as "read"] += count;
  to.told.push(...told.slice(0, Math.max(0, MOST_TOLD - to.told.length)));
}

/** One line for all that was counted. */
export function summary(findings: Findings): string {
  return Object.entries(findings)
    .filter(([name]) => name !== "told")
    .map(([name, count]) => `${name} ${Number(count).toLocaleString("en")}`)
    .join(", ");
}
