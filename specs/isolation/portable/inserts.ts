import type { Source } from "../grammar/tables.ts";
import type { Place, Portable, PortableAuthor } from "./author.ts";
import { aggregate } from "./aggregates.ts";
import { condition, expression } from "./expressions.ts";
import { from } from "./from.ts";
import { apart, returning } from "./returning.ts";
import { DISTINCT, table, type Written } from "./written.ts";

/** An INSERT: of values or of what is selected, with or without a word for what is in its way. */
export function insertion(author: PortableAuthor, into: Written, depth: number): string {
  const { random } = author;
  const { source, pools, key, unique } = into;
  const name = author.name(source.name);
  if (random.chance(0.02)) return `INSERT INTO ${name} DEFAULT VALUES`;
  const needed = [...key, ...unique];
  const columns = Object.keys(pools).filter((column) => needed.includes(column) || random.chance(0.8));
  if (random.chance(0.3)) columns.reverse();
  const list = columns.map((column) => author.name(column)).join(", ");
  const isUpsert = random.chance(0.5);
  const alias = isUpsert && random.chance(0.3) ? author.fresh("was") : undefined;
  const rows = random.chance(0.4)
    ? selected(author, into, { columns, depth, isUpsert })
    : values(author, into, columns);
  const self = { ...source, name: alias ?? source.name };
  const upsert = isUpsert ? conflict(author, into, self) : "";
  return `INSERT INTO ${name}${alias ? ` AS ${alias}` : ""} (${list}) ${rows}${upsert}${returning(author, { self, source })}`;
}

/** Rows of which no two have a key alike: what happens to the second is one thing in SQLite and another in PostgreSQL. */
function values(
  author: PortableAuthor,
  { pools, free, key, unique }: Written,
  columns: readonly string[],
): string {
  const { random } = author;
  const taken = new Map<string, Set<unknown>>();
  const rows = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => {
    const row = columns.map((column) => {
      const type = free[column];
      if (type && random.chance(0.25)) return expression(author, type, { inner: [], depth: 1 });
      const pool = pools[column] ?? [null];
      if (![...key, ...unique].includes(column)) return author.value(random.pick(pool));
      const seen = taken.get(column) ?? new Set();
      const value = random.pick(pool.filter((one) => !seen.has(one)));
      taken.set(column, seen.add(value));
      return author.value(value ?? null);
    });
    return `(${row.join(", ")})`;
  });
  return `VALUES ${rows.join(", ")}`;
}

interface Selection {
  readonly columns: readonly string[];
  readonly depth: number;
  readonly isUpsert: boolean;
}

function selected(author: PortableAuthor, into: Written, selection: Selection): string {
  const { random } = author;
  if (!selection.isUpsert && random.chance(0.3)) return ofAny(author, into, selection);
  return random.chance(0.3) ? ofGroups(author, into, selection) : ofOneTable(author, into, selection);
}

/** Rows of one table, each with a key of its own. */
function ofOneTable(author: PortableAuthor, into: Written, { columns, depth, isUpsert }: Selection): string {
  const { random } = author;
  const seen = DISTINCT.filter(([name]) => author.tables().some((one) => one.name === name));
  const [from_, column] = random.pick(seen.length > 0 ? seen : DISTINCT);
  if (seen.length === 0) return values(author, into, columns);
  const source = { ...table(from_), name: author.fresh("s") };
  const own = `${source.name}.${author.name(column)}`;
  const at: Place = { inner: [source], depth: Math.max(depth - 1, 0) };
  const picked = columns.map((one) => cell(author, into, { column: one, own, at }));
  // Without a WHERE, SQLite takes the ON of an ON CONFLICT for a join's.
  const where = isUpsert || random.chance(0.6) ? ` WHERE ${condition(author, at)}` : "";
  return `SELECT ${picked.join(", ")} FROM ${author.name(from_)} AS ${source.name}${where}`;
}

interface Cell {
  readonly column: string;
  /** What no two rows have alike. */
  readonly own: string;
  readonly at: Place;
}

function cell(
  author: PortableAuthor,
  { key, unique, free, pools }: Written,
  { column, own, at }: Cell,
): string {
  const { random } = author;
  const [first] = key;
  if (column === first || unique.includes(column)) return random.chance(0.3) ? `${own} || 'x'` : own;
  const type = free[column];
  if (type && random.chance(0.7)) return expression(author, type, at);
  return author.value(random.pick(pools[column] ?? [null]));
}

/** Rows that each stand for a group, by which they are told apart. */
function ofGroups(author: PortableAuthor, into: Written, { columns, depth }: Selection): string {
  const { sql, sources } = from(author, depth - 1);
  const at: Place = { inner: sources, depth: 0 };
  const by = sources.flatMap((source) =>
    source.columns.filter(({ type }) => type === "text").map((one) => author.column(source, one)),
  );
  if (by.length === 0) return ofOneTable(author, into, { columns, depth, isUpsert: true });
  const own = author.random.pick(by);
  const { key, unique, free, pools } = into;
  const picked = columns.map((column) => {
    if (column === key[0] || unique.includes(column)) return own;
    const type = free[column];
    return type ? aggregate(author, type, at) : author.value(author.random.pick(pools[column] ?? [null]));
  });
  return `SELECT ${picked.join(", ")} FROM ${sql} GROUP BY ${own}`;
}

/** Any rows. If two have a key alike, all fail. */
function ofAny(
  author: PortableAuthor,
  { source, pools, key }: Written,
  { columns, depth }: Selection,
): string {
  const types = columns.map((column) => source.columns.find(({ name }) => name === column)?.type as Portable);
  const names = columns.map((_, at) => `c${at}`);
  const made = author.grammar.subselect(author, { types, names }, { inner: [], depth: depth - 1 });
  if (key.length > 1 || author.random.chance(0.5)) return made;
  const known = (pools[columns[0] ?? ""] ?? [null]).map((one) => author.value(one));
  return `SELECT * FROM (${made}) AS ${author.fresh("z")} WHERE c0 IN (${known.join(", ")})`;
}

/** What is done where a row is in the way. Its columns are named with their table: PostgreSQL sees two of each. */
function conflict(author: PortableAuthor, { targets, pools, free, key }: Written, self: Source): string {
  const { random } = author;
  if (random.chance(0.1)) return " ON CONFLICT DO NOTHING";
  const on = ` ON CONFLICT ${random.pick(targets)} DO `;
  if (random.chance(0.25)) return `${on}NOTHING`;
  const was = author.name(self.name);
  const sets = Object.entries(free).slice(0, random.pick([1, 1, 2]));
  const assigned = sets.map(([column, type]) => {
    const name = author.name(column);
    const both = type === "text" ? `${was}.${name} || excluded.${name}` : `${was}.${name} + excluded.${name}`;
    const value = random.chance(0.5)
      ? random.pick([`excluded.${name}`, `${was}.${name}`, both])
      : apart(author, self, () => expression(author, type, { inner: [self], depth: 1 }));
    return `${name} = ${value}`;
  });
  const first = key[0] ?? "";
  const where = random.chance(0.3)
    ? ` WHERE ${was}.${author.name(first)} <> ${author.value(pools[first]?.[0] ?? "")}`
    : "";
  return `${on}UPDATE SET ${assigned.join(", ")}${where}`;
}
