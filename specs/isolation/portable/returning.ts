import type { Source } from "../grammar/tables.ts";
import type { PortableAuthor } from "./author.ts";
import { expression } from "./expressions.ts";
import { SOURCES } from "./shop.ts";

/** Tables to which writing to one of them may lead, and what shows them. */
const LINKED = ["authors", "books", "marks", "long_books"];

/**
 * What is read while rows are being written is read in tables that nothing writes to meanwhile: PostgreSQL shows a statement
 * all as it was before, and SQLite as it has become.
 */
export function apart<Made>(author: PortableAuthor, { columns }: Source, make: () => Made): Made {
  const { readable, withs } = author;
  const own = SOURCES.find((source) => source.columns === columns)?.name ?? "";
  const changing = LINKED.includes(own) ? LINKED : [own];
  const seen = withs.splice(0);
  author.readable = SOURCES.filter(
    ({ name }) => !changing.includes(name) && !seen.some((hiding) => hiding.name === name),
  );
  const made = make();
  withs.push(...seen);
  author.readable = readable;
  return made;
}

interface Target {
  /** The table that is written to, as the statement calls it. */
  readonly self: Source;
  readonly source: Source;
  /** Whether there is another table beside it. */
  readonly isJoined?: boolean;
}

/**
 * What is answered of each row that was written. A star would answer with the columns of a FROM too, in PostgreSQL. SQLite
 * knows no other name of the table there, and PostgreSQL only that: columns are then named alone, if they can be.
 */
export function returning(author: PortableAuthor, { self, source, isJoined = false }: Target): string {
  const { random } = author;
  const isRenamed = self.name !== source.name;
  if (random.chance(0.5) || (isRenamed && isJoined)) return "";
  const known = isRenamed ? { ...self, name: "" } : self;
  const at = { inner: [known], depth: 1 };
  return ` RETURNING ${random.pick([
    () => known.columns.map((one) => author.column(known, one)).join(", "),
    () => apart(author, known, () => `${expression(author, "text", at)}, ${expression(author, "int", at)}`),
  ])()}`;
}
