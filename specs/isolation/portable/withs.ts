import { asSource } from "../grammar/tables.ts";
import type { PortableAuthor } from "./author.ts";
import { namesOf, typesOf } from "./from.ts";

/** What `write` makes, now and then behind a WITH, whose names it then sees. */
export function among(author: PortableAuthor, depth: number, write: () => string): string {
  const { random } = author;
  if (depth <= 0 || !random.chance(0.2)) return write();
  const before = author.withs.length;
  let isRecursive = random.chance(0.1);
  const made = Array.from({ length: random.pick([1, 1, 2]) }, (_, at) => {
    if (random.chance(0.2)) {
      isRecursive = true;
      return recursive(author);
    }
    // To SQLite, those before one that has a table's name see it too.
    return ordinary(author, depth - 1, at === 0);
  });
  const inner = write();
  author.withs.length = before;
  return `WITH ${isRecursive ? "RECURSIVE " : ""}${made.join(", ")} ${inner}`;
}

function ordinary(author: PortableAuthor, depth: number, mayHide: boolean): string {
  const { random } = author;
  const hidden = random.pick(author.readable).name;
  const isHiding =
    mayHide &&
    hidden !== author.target &&
    random.chance(0.35) &&
    !author.withs.some((one) => one.name === hidden);
  const name = isHiding ? hidden : author.fresh("w");
  const types = typesOf(author);
  const names = namesOf(types);
  // To SQLite a table of its own name would be itself.
  const { readable } = author;
  author.readable = readable.filter((one) => one.name !== name);
  const sql = author.grammar.subselect(author, { types }, { inner: [], depth });
  author.readable = readable;
  author.withs.push(asSource(name, types, names));
  const how = random.pick(["", "", "MATERIALIZED ", "NOT MATERIALIZED "]);
  return `${author.name(name)} (${names.map((one) => author.name(one)).join(", ")}) AS ${how}(${sql})`;
}

/** The mentors of somebody, or the first numbers. */
function recursive(author: PortableAuthor): string {
  const name = author.fresh("w");
  const isTree = author.random.chance(0.5) && author.tables().some((one) => one.name === "authors");
  const [column] = namesOf([isTree ? "text" : "int"]) as [string];
  author.withs.push(asSource(name, [isTree ? "text" : "int"], [column]));
  return isTree
    ? `${name} (${column}) AS (SELECT id FROM authors WHERE name = ${author.value("ann")} UNION SELECT a.mentor FROM authors AS a JOIN ${name} AS m ON a.id = m.${column})`
    : `${name} (${column}) AS (SELECT CAST(1 AS BIGINT) UNION SELECT ${column} + 1 FROM ${name} WHERE ${column} < ${author.value(4)})`;
}
