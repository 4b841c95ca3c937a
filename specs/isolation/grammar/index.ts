import type { Random } from "../random.ts";
import { Author, type Text } from "./author.ts";
import { broken, hostile } from "./hostile.ts";
import { scalar, selectStatement, subselect } from "./selects.ts";
import { write } from "./writes.ts";

export type { Value } from "./author.ts";

/** A statement to be tried. */
export interface Statement extends Text {
  /** Whether its rows come in one order only. */
  readonly isOrdered: boolean;
  /** Whether SQLite leaves open what it does, so that it is only looked at for what is another tenant's. */
  readonly isOpen: boolean;
}

/** One statement of SQLite: mostly a good one, now and then of somebody who wants out, or broken. */
export function generate(random: Random): Statement {
  const kind = random.below(100);
  if (kind < 8) return { sql: hostile(random), values: [], isOrdered: false, isOpen: false };
  const author = new Author(random, { subselect, scalar });
  const depth = random.pick([1, 2, 2, 3]);
  if (kind < 45) {
    const text = author.finish(write(author, depth));
    return { ...text, isOrdered: false, isOpen: isMisread(text.sql) };
  }
  const { sql, isOrdered } = selectStatement(author, depth);
  const text = author.finish(sql);
  if (kind >= 93 && !/recursive/i.test(sql)) {
    return { ...text, sql: broken(text.sql, random), isOrdered: false, isOpen: true };
  }
  return { ...text, isOrdered, isOpen: isMisread(text.sql) };
}

/**
 * Whether SQLite 3.53 may lose a condition of it, on the tenant's own database as well: of a compound with a RIGHT or FULL join
 * in one of its SELECTs. Prism keeps SQLite from that, as `facts.test.ts` shows, and so differs where SQLite is wrong.
 */
function isMisread(sql: string): boolean {
  return [/\bUNION\b/i, /\bALL\b/i, /\b(?:RIGHT|FULL)\b/i].every((word) => word.test(sql));
}
