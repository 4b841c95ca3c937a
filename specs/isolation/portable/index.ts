import type { Statement } from "../grammar/index.ts";
import type { Random } from "../random.ts";
import { PortableAuthor } from "./author.ts";
import { scalar, selectStatement, subselect } from "./selects.ts";
import { write } from "./writes.ts";

/** One statement of the SQL that SQLite and PostgreSQL have in common, with one meaning in both. */
export function generatePortable(random: Random): Statement {
  const author = new PortableAuthor(random, { subselect, scalar });
  const depth = random.pick([1, 2, 2, 3]);
  if (random.chance(0.45))
    return { ...author.finish(write(author, depth)), isOrdered: false, isBroken: false };
  const { sql, isOrdered } = selectStatement(author, depth);
  return { ...author.finish(sql), isOrdered, isBroken: false };
}
