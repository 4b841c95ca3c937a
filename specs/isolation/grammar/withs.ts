import type { Author } from "./author.ts";
import { asSource, SOURCES, type Type } from "./tables.ts";

/** What `write` makes, now and then behind a WITH, whose names it then sees. */
export function among(author: Author, depth: number, write: () => string): string {
  const { random } = author;
  if (depth <= 0 || !random.chance(0.2)) return write();
  const before = author.withs.length;
  const made = Array.from({ length: random.pick([1, 1, 2]) }, () => expressionOfTable(author, depth - 1));
  const isRecursive = made.some((text) => text.includes(" UNION SELECT ")) || random.chance(0.1);
  const withs = `WITH ${isRecursive ? "RECURSIVE " : ""}${made.join(", ")} `;
  const inner = write();
  author.withs.length = before;
  return withs + inner;
}

/** One common table expression: under a name of its own, or one that a table has. */
function expressionOfTable(author: Author, depth: number): string {
  const { random } = author;
  const shadowed = random.pick(SOURCES);
  const isShadow = random.chance(0.35) && !author.withs.some(({ name }) => name === shadowed.name);
  const name = isShadow ? shadowed.name : author.fresh("w");
  if (random.chance(0.2)) return recursive(author, name);
  const types: Type[] = Array.from({ length: 1 + random.below(3) }, () =>
    random.pick<Type>(["text", "int", "text"]),
  );
  const names = types.map((_, at) => (isShadow ? (shadowed.columns[at]?.name ?? `x${at}`) : `x${at}`));
  // A table of its own name would be itself.
  const readable = author.readable;
  author.readable = readable.filter((one) => one.name !== name);
  const inner = author.withs.filter((one) => one.name !== name);
  const sql = author.grammar.subselect(author, { types }, { inner: [], depth });
  author.readable = readable;
  author.withs.splice(0, author.withs.length, ...inner, asSource(name, types, names));
  const how = random.pick(["", "", "MATERIALIZED ", "NOT MATERIALIZED "]);
  return `${author.name(name)} (${names.map((one) => author.name(one)).join(", ")}) AS ${how}(${sql})`;
}

/** The mentors of somebody, or the first numbers. */
function recursive(author: Author, name: string): string {
  const called = author.name(name);
  const isTree =
    author.random.chance(0.5) && name !== "authors" && !author.withs.some((one) => one.name === "authors");
  author.withs.push(asSource(name, [isTree ? "text" : "int"], ["x0"]));
  return isTree
    ? `${called} (x0) AS (SELECT id FROM authors WHERE name = ${author.value("ann")} UNION SELECT a.mentor FROM authors a, ${called} m WHERE a.id = m.x0)`
    : `${called} (x0) AS (SELECT 1 UNION SELECT x0 + 1 FROM ${called} WHERE x0 < ${author.value(4)})`;
}
