import { type ScopedStatement, type Scoper, StatementRefused } from "#implementations/prism";
import { generate, type Statement } from "./grammar/index.ts";
import type { Random } from "./random.ts";

/** A statement as its author wrote it, and as Prism has it run. */
export interface Trial {
  readonly statement: Statement;
  readonly scoped: ScopedStatement;
}

/** Some statements that follow on each other in one transaction, which is then undone. */
export type Sequence = readonly Trial[];

export interface Drawn {
  readonly sequences: readonly Sequence[];
  readonly refused: number;
  /** What may never end. */
  readonly leftOut: number;
}

export interface Drawing {
  readonly statements: number;
  /** The most that follow on each other. */
  readonly longest: number;
  /** Who writes them, if it is not the grammar of all that SQLite reads. */
  readonly write?: (random: Random) => Statement;
}

/** Draws statements until so many are there, the refused ones counted, and what may never end. */
export function draw(
  random: Random,
  scoper: Scoper,
  { statements, longest, write = generate }: Drawing,
): Drawn {
  const sequences: Trial[][] = [];
  let refused = 0;
  let leftOut = 0;
  let left = 0;
  for (let drawn = 0; drawn < statements; drawn++) {
    if (left === 0) {
      sequences.push([]);
      left = 1 + random.below(longest);
    }
    const statement = write(random);
    const scoped = tryToScope(scoper, statement.sql);
    if (!scoped) refused += 1;
    else if (mayNeverEnd(statement, scoped)) leftOut += 1;
    else sequences.at(-1)?.push({ statement, scoped });
    left -= 1;
  }
  return { sequences, refused, leftOut };
}

/** So many tables beside each other can be billions of rows, or some hundred thousand, of which a window costs the square. */
const MOST_REFERENCES = 15;
const MOST_BESIDE_WINDOW = 7;

/**
 * A word that was put elsewhere can make a WITH read itself for ever, and everything beside everything takes hours: on any database,
 * and nothing stops SQLite.
 */
function mayNeverEnd({ isBroken, sql }: Statement, { recurses, references }: ScopedStatement): boolean {
  const most = sql.includes("EXCLUDE GROUP") ? MOST_BESIDE_WINDOW : MOST_REFERENCES;
  return (isBroken && recurses) || references > most;
}

function tryToScope(scoper: Scoper, sql: string): ScopedStatement | undefined {
  try {
    return scoper.scope(sql);
  } catch (error) {
    if (error instanceof StatementRefused) return undefined;
    throw error;
  }
}

/** The values of the statement as it is scoped. */
export function boundFor({ statement, scoped }: Trial, tenant: string): (string | number | null)[] {
  return scoped.hasTenant ? [...statement.values, tenant] : [...statement.values];
}

/** Whether a statement only reads, as it is scoped: none of its names and texts is written as these words are. */
export function isReading({ scoped: { sql } }: Trial): boolean {
  return !/\b(?:INSERT|UPDATE|DELETE)\b/.test(sql);
}
