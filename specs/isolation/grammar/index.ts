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
  /** Whether a word of it was put elsewhere, so that nobody knows what it asks. */
  readonly isBroken: boolean;
}

/** One statement of SQLite: mostly a good one, now and then of somebody who wants out, or broken. */
export function generate(random: Random): Statement {
  const kind = random.below(100);
  if (kind < 8) return { sql: hostile(random), values: [], isOrdered: false, isBroken: false };
  const author = new Author(random, { subselect, scalar });
  const depth = random.pick([1, 2, 2, 3]);
  if (kind < 45) return { ...author.finish(write(author, depth)), isOrdered: false, isBroken: false };
  const { sql, isOrdered } = selectStatement(author, depth);
  const text = author.finish(sql);
  if (kind >= 93 && !/recursive/i.test(sql)) {
    return { ...text, sql: broken(text.sql, random), isOrdered: false, isBroken: true };
  }
  return { ...text, isOrdered, isBroken: false };
}
