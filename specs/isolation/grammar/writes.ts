import type { Author } from "./author.ts";
import { columnOf, condition, expression } from "./expressions.ts";
import { from, spelling } from "./from.ts";
import { type Source, SOURCES, type Type } from "./tables.ts";
import { table, type Written, WRITTEN } from "./written.ts";
import { among } from "./withs.ts";

/** A statement that writes. */
export function write(author: Author, depth: number): string {
  const into = author.random.pick(WRITTEN);
  return among(author, depth, () =>
    author.one(
      () => insertion(author, into, depth),
      () => insertion(author, into, depth),
      () => update(author, into, depth),
      () => update(author, into, depth),
      () => updateOne(author, into, depth),
      () => deletion(author, into, depth),
      () => (author.random.chance(0.3) ? ofIndex(author) : deletion(author, into, depth)),
    ),
  );
}

const CONFLICTS = ["", "", "", " OR IGNORE", " OR REPLACE", " OR ABORT"];

function insertion(author: Author, into: Written, depth: number): string {
  const { random } = author;
  const { source, pools } = into;
  const verb = random.chance(0.1) ? "REPLACE" : `INSERT${random.pick(CONFLICTS)}`;
  const name = target(author, source);
  if (random.chance(0.03)) return `${verb} INTO ${name} DEFAULT VALUES`;
  const columns = Object.keys(pools).filter((column) => into.key.includes(column) || random.chance(0.8));
  if (random.chance(0.3)) columns.reverse();
  const list = columns.map((column) => author.name(column)).join(", ");
  const isUpsert = verb === "INSERT" && random.chance(0.45);
  const alias = isUpsert && random.chance(0.3) ? " AS was" : "";
  const rows = random.chance(0.25)
    ? selected(author, into, { columns, depth })
    : values(author, into, { columns, depth });
  const upsert = isUpsert ? conflict(author, into, alias ? "was" : source.name) : "";
  return `${verb} INTO ${name}${alias} (${list}) ${rows}${upsert}${returning(author, source)}`;
}

interface Rows {
  readonly columns: readonly string[];
  readonly depth: number;
}

function values(author: Author, { pools, source }: Written, { columns, depth }: Rows): string {
  const rows = Array.from({ length: author.random.pick([1, 1, 1, 2, 3]) }, () => {
    const row = columns.map((column) => {
      const free = WRITTEN.find((one) => one.source === source)?.free[column];
      if (free && author.random.chance(0.2)) return expression(author, free, { inner: [], depth: depth - 1 });
      return author.value(author.random.pick(pools[column] ?? [null]));
    });
    return `(${row.join(", ")})`;
  });
  return `VALUES ${rows.join(", ")}`;
}

/** Rows from elsewhere, in an order that is settled, so that what conflicts with what is. */
function selected(author: Author, { pools, free }: Written, { columns, depth }: Rows): string {
  const { sql, sources } = from(author, depth - 1);
  const at = { inner: sources, depth: 0 };
  const picked = columns.map((column) => {
    const type = free[column];
    return type
      ? expression(author, type, at)
      : (columnOf(author, "text", sources) ?? author.value(pools[column]?.[0] ?? ""));
  });
  const order = columns.map((_, place) => place + 1).join(", ");
  return `SELECT ${picked.join(", ")} FROM ${sql} WHERE ${condition(author, at)} ORDER BY ${order}`;
}

function conflict(author: Author, { targets, pools, free }: Written, called: string): string {
  const { random } = author;
  const act = (): string => {
    if (random.chance(0.25)) return "NOTHING";
    const column = random.pick(Object.keys(free));
    const type = free[column] as Type;
    const name = author.name(column);
    const value = random.pick([
      `excluded.${name}`,
      expression(author, type, { inner: [], depth: 0 }),
      `${author.name(called)}.${name}`,
    ]);
    const key = Object.keys(pools)[0] ?? "";
    const where = random.chance(0.3)
      ? ` WHERE ${author.name(called)}.${author.name(key)} <> ${author.value("k1")}`
      : "";
    return `UPDATE SET ${name} = ${value}${where}`;
  };
  const clauses = random.chance(0.2) ? [...targets] : [random.pick(targets)];
  const all = clauses.map((on) => {
    const [names, where] = on.split(") WHERE (");
    return ` ON CONFLICT (${names})${where ? ` WHERE ${where}` : ""} DO ${act()}`;
  });
  if (random.chance(0.2)) all.push(` ON CONFLICT DO ${act()}`);
  return all.join("");
}

/** Columns that any number of rows may be given, in whichever order they come. */
function update(author: Author, into: Written, depth: number): string {
  const { random } = author;
  const { source, free } = into;
  const called = random.chance(0.25) ? author.fresh("u") : source.name;
  const self = { ...source, name: called };
  const joined = random.chance(0.2) ? ofOne(author, self) : undefined;
  const inner = joined ? [self, joined.source] : [self];
  const at = { inner, depth: depth - 1 };
  const set = apart(author, into, () => {
    const columns = Object.keys(free).filter((_, place) => place === 0 || random.chance(0.3));
    const [first = ""] = columns;
    if (columns.length > 1 && random.chance(0.5)) {
      const types = columns.map((column) => free[column] as Type);
      const row = random.chance(0.5)
        ? `(${types.map((type) => expression(author, type, at)).join(", ")})`
        : `(${author.grammar.subselect(author, { types }, at)} ORDER BY ${types.map((_, place) => place + 1).join(", ")} LIMIT 1)`;
      return `(${columns.map((column) => author.name(column)).join(", ")}) = ${row}`;
    }
    return `${author.name(first)} = ${expression(author, free[first] as Type, at)}`;
  });
  const other = joined ? ` FROM ${joined.sql}` : "";
  const narrowed = random.chance(0.8) ? condition(author, at) : "1";
  const where = joined ? ` WHERE ${joined.on} AND ${narrowed}` : ` WHERE ${narrowed}`;
  const named = called === source.name ? "" : ` AS ${called}`;
  const or = random.pick(["", "", "", " OR IGNORE", " OR ABORT", " OR REPLACE"]);
  const most =
    !joined && random.chance(0.05)
      ? ` ORDER BY ${into.key.map((key) => author.name(key)).join(", ")} LIMIT ${author.value(2)}`
      : "";
  return `UPDATE${or} ${target(author, source)}${named} SET ${set}${other}${where}${apart(author, into, () => returning(author, self))}${most}`;
}

/** A table beside the one that is written to, of which one row at most goes with each. */
function ofOne(
  author: Author,
  self: Source,
): { readonly sql: string; readonly source: Source; readonly on: string } | undefined {
  const link = self.columns.find(({ name }) => name === "author" || name === "book" || name === "mentor");
  const other = link && table(link.name === "book" ? "books" : "authors");
  if (!other || author.withs.some(({ name }) => name === other.name)) return undefined;
  const name = author.fresh("o");
  return {
    sql: `${author.name(other.name)} AS ${name}`,
    source: { ...other, name },
    on: `${name}.id = ${author.name(self.name)}.${author.name(link.name)}`,
  };
}

/** One row, and so any of its columns: a key among them. */
function updateOne(author: Author, { source, key, pools }: Written, depth: number): string {
  const { random } = author;
  const column = random.pick(Object.keys(pools));
  const where = key.map((one) => `${author.name(one)} = ${author.value(random.pick(pools[one] ?? []))}`);
  const more = random.chance(0.3) ? [condition(author, { inner: [source], depth: depth - 1 })] : [];
  const value = author.value(random.pick(pools[column] ?? []));
  const or = random.pick(CONFLICTS);
  return `UPDATE${or} ${target(author, source)} SET ${author.name(column)} = ${value} WHERE ${[...where, ...more].join(" AND ")}${returning(author, source)}`;
}

function deletion(author: Author, into: Written, depth: number): string {
  const { random } = author;
  const { source } = into;
  const called = random.chance(0.25) ? author.fresh("d") : source.name;
  const self = { ...source, name: called };
  const where = random.chance(0.9) ? ` WHERE ${condition(author, { inner: [self], depth: depth - 1 })}` : "";
  const named = called === source.name ? "" : ` AS ${called}`;
  return `DELETE FROM ${target(author, source)}${named}${where}${apart(author, into, () => returning(author, self))}`;
}

function target(author: Author, { name }: Source): string {
  return spelling(author, name, author.random.chance(0.15));
}

function returning(author: Author, self: Source): string {
  const { random } = author;
  if (random.chance(0.6)) return "";
  const known = { inner: [{ ...self, columns: self.columns }], depth: 1 };
  return ` RETURNING ${random.pick(["*", `${expression(author, "text", known)}, ${expression(author, "int", known)}`, "TENANT_ID AS whose"])}`;
}

/** What is read while rows are being written is read in tables that do not change meanwhile, and no view or cascade leads to. */
function apart<Made>(author: Author, { source }: Written, make: () => Made): Made {
  const { readable, withs } = author;
  const isChanging = new Set([source.name, "books", "marks", "history", "long_books", "shelf", "names"]);
  const seen = [...withs];
  author.readable = SOURCES.filter(({ name }) => !isChanging.has(name));
  withs.length = 0;
  const made = make();
  withs.push(...seen);
  author.readable = readable;
  return made;
}

/** Writes to the full-text index. */
function ofIndex(author: Author): string {
  const { random } = author;
  const body = author.value(random.pick(["new red", "coal of old", "ashes ashes"]));
  return author.one(
    () => `INSERT INTO texts (book, body) VALUES (${author.value("k8")}, ${body})`,
    () => `UPDATE texts SET body = ${body} WHERE texts MATCH ${author.value("red")}`,
    () => `UPDATE texts SET body = ${body} WHERE book = ${author.value("k2")}`,
    () => `DELETE FROM texts WHERE texts MATCH ${author.value("coal")}`,
    () => `DELETE FROM texts WHERE book IN (SELECT id FROM books WHERE pages > ${author.value(100)})`,
  );
}
