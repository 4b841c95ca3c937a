import type { Source } from "../grammar/tables.ts";
import type { Place, Portable, PortableAuthor } from "./author.ts";
import { condition, expression } from "./expressions.ts";
import { insertion } from "./inserts.ts";
import { apart, returning } from "./returning.ts";
import { among } from "./withs.ts";
import { table, type Written, WRITTEN } from "./written.ts";

/** A statement that writes. */
export function write(author: PortableAuthor, depth: number): string {
  const into = author.random.pick(WRITTEN);
  const ways = [insertion, insertion, update, update, updateOne, deletion];
  const way = author.random.pick(ways);
  author.target = into.source.name;
  return among(author, depth, () => way(author, into, depth));
}

/** Columns that any number of rows may be given, in whichever order they come. */
function update(author: PortableAuthor, into: Written, depth: number): string {
  const { random } = author;
  const { source, free } = into;
  const self = called(author, source);
  const joined = random.chance(0.25) ? ofOne(author, self) : undefined;
  const inner = joined ? [self, joined.source] : [self];
  const at: Place = { inner, depth: Math.max(depth - 1, 0) };
  const set = apart(author, self, () => assigned(author, free, at));
  const narrowed = condition(author, at);
  const where = joined ? ` FROM ${joined.sql} WHERE ${joined.on} AND (${narrowed})` : ` WHERE ${narrowed}`;
  const all = random.chance(0.1) && !joined ? "" : where;
  return `UPDATE ${author.name(source.name)}${aliased(source, self)} SET ${set}${all}${returning(author, { self, source, isJoined: joined !== undefined })}`;
}

function assigned(author: PortableAuthor, free: Written["free"], at: Place): string {
  const { random } = author;
  const columns = Object.keys(free).filter((_, place) => place === 0 || random.chance(0.5));
  const types = columns.map((column) => free[column] as Portable);
  const each = (): string[] => types.map((type) => expression(author, type, at));
  if (columns.length === 1 || random.chance(0.4)) {
    const made = each();
    return columns.map((column, place) => `${author.name(column)} = ${made[place]}`).join(", ");
  }
  const order = types.map((_, place) => `${place + 1} NULLS FIRST`).join(", ");
  const row = random.chance(0.5)
    ? `(${each().join(", ")})`
    : `(${author.grammar.subselect(author, { types }, at)} ORDER BY ${order} LIMIT 1)`;
  return `(${columns.map((column) => author.name(column)).join(", ")}) = ${row}`;
}

interface Beside {
  readonly sql: string;
  readonly source: Source;
  readonly on: string;
}

/** A table beside the one that is written to, of which one row at most goes with each: of several, any may be taken. */
function ofOne(author: PortableAuthor, self: Source): Beside | undefined {
  const link = self.columns.find(({ name }) => ["author", "book", "mentor", "k", "select"].includes(name));
  const other = link && table(link.name === "author" || link.name === "mentor" ? "authors" : "books");
  if (!other || !author.tables().includes(other)) return undefined;
  const source = { ...other, name: author.fresh("o") };
  const key = link.name === "k" || link.name === "select" ? "title" : "id";
  return {
    sql: `${author.name(other.name)} AS ${source.name}`,
    source,
    on: `${source.name}.${key} = ${author.column(self, link)}`,
  };
}

/** One row, and so any of its columns: a key among them. */
function updateOne(author: PortableAuthor, { source, key, pools }: Written, depth: number): string {
  const { random } = author;
  const column = random.pick(Object.keys(pools));
  const where = key.map((one) => {
    const values = (pools[one] ?? []).filter((value) => value !== null);
    return `${author.name(one)} = ${author.value(random.pick(values))}`;
  });
  if (random.chance(0.3)) where.push(`(${condition(author, { inner: [source], depth: depth - 1 })})`);
  const value = author.value(random.pick(pools[column] ?? []));
  return `UPDATE ${author.name(source.name)} SET ${author.name(column)} = ${value} WHERE ${where.join(" AND ")}${returning(author, { self: source, source })}`;
}

function deletion(author: PortableAuthor, { source }: Written, depth: number): string {
  const self = called(author, source);
  const at: Place = { inner: [self], depth: Math.max(depth - 1, 0), isBare: true };
  const where = author.random.chance(0.9) ? ` WHERE ${condition(author, at)}` : "";
  return `DELETE FROM ${author.name(source.name)}${aliased(source, self)}${where}${returning(author, { self, source })}`;
}

function called(author: PortableAuthor, source: Source): Source {
  return author.random.chance(0.3) ? { ...source, name: author.fresh("u") } : source;
}

function aliased(source: Source, self: Source): string {
  return self.name === source.name ? "" : ` AS ${self.name}`;
}
