import type { Shape } from "../grammar/author.ts";
import type { Place, Portable, PortableAuthor } from "./author.ts";
import { aggregate, direction, overWindow } from "./aggregates.ts";
import { columnOf, condition, expression } from "./expressions.ts";
import { from, typesOf } from "./from.ts";
import { among } from "./withs.ts";

interface Selected {
  readonly sql: string;
  /** Whether the order of its rows is settled. */
  readonly isOrdered: boolean;
}

/** A SELECT as a statement. */
export function selectStatement(author: PortableAuthor, depth: number): Selected {
  const { random } = author;
  const isOrdered = random.chance(0.4);
  const sql = among(author, depth, () => {
    if (!isOrdered && random.chance(0.15)) return starSelect(author, depth);
    const types = typesOf(author);
    const names = random.chance(0.3) ? types.map(() => author.fresh("r")) : undefined;
    const made = arms(author, { types, names }, depth);
    return isOrdered ? made + totalOrder(author, types.length) : made;
  });
  return { sql, isOrdered };
}

/** `ORDER BY` every column, so that rows in the same place are the same, and then perhaps a `LIMIT`. */
function totalOrder(author: PortableAuthor, columns: number): string {
  const { random } = author;
  const terms = Array.from({ length: columns }, (_, at) => `${at + 1} ${direction(author)}`);
  const order = ` ORDER BY ${terms.join(", ")}`;
  if (random.chance(0.5)) return order;
  const most = author.value(random.below(6));
  return `${order} LIMIT ${most}${random.chance(0.5) ? ` OFFSET ${author.value(random.below(3))}` : ""}`;
}

/** A star is of tables that are not merged: of those, SQLite has what they have become, and PostgreSQL what they were. */
function starSelect(author: PortableAuthor, depth: number): string {
  const { random } = author;
  const { sql, sources, isPlain } = from(author, depth);
  if (!isPlain) return starSelect(author, depth);
  const stars = [...sources.map(({ name }) => `${author.name(name)}.*`), "*"];
  const where = random.chance(0.6)
    ? ` WHERE ${condition(author, { inner: sources, depth, isBare: true })}`
    : "";
  return `SELECT ${random.pick(stars)} FROM ${sql}${where}`;
}

/** A SELECT in an expression, that sees what is around it. */
export function subselect(author: PortableAuthor, shape: Shape, { inner, depth }: Place): string {
  author.around.push(inner);
  const sql = among(author, depth - 1, () => arms(author, shape, depth));
  author.around.pop();
  return sql;
}

/** A SELECT of one value at most: PostgreSQL refuses a second row, which SQLite leaves out. */
export function scalar(author: PortableAuthor, type: Portable, { inner, depth }: Place): string {
  const { random } = author;
  if (random.chance(0.4)) {
    const made = subselect(author, { types: [type] }, { inner, depth: depth - 1 });
    return `${made} ORDER BY 1 ${direction(author)} LIMIT ${author.value(1)}`;
  }
  author.around.push(inner);
  const { sql, sources, isPlain } = from(author, depth - 1);
  const at = { inner: sources, depth: depth - 1, isBare: isPlain };
  const where = random.chance(0.5) ? ` WHERE ${condition(author, at)}` : "";
  const made = `SELECT ${aggregate(author, type, at)} FROM ${sql}${where}`;
  author.around.pop();
  return made;
}

/** One SELECT, or several made into one. An INTERSECT comes first: PostgreSQL ties it closer than the others. */
function arms(author: PortableAuthor, shape: Shape, depth: number): string {
  const { random } = author;
  const first = core(author, shape, depth);
  if (depth <= 0 || random.chance(0.8)) return first;
  const more = (): string => core(author, { types: shape.types }, depth - 1);
  const second = `${first} ${random.pick(["UNION", "UNION ALL", "EXCEPT", "INTERSECT"])} ${more()}`;
  return random.chance(0.3) ? `${second} ${random.pick(["UNION", "UNION ALL", "EXCEPT"])} ${more()}` : second;
}

function core(author: PortableAuthor, { types, names }: Shape, depth: number): string {
  const { random } = author;
  const portable = types as readonly Portable[];
  if (random.chance(0.05)) {
    const alone = portable.map((type) => expression(author, type, { inner: [], depth: 0 }));
    return `SELECT ${listed(author, alone, names)}`;
  }
  const { sql, sources, isPlain } = from(author, depth);
  const at = { inner: sources, depth: Math.max(depth - 1, 0), isBare: isPlain };
  const where = random.chance(0.6) ? ` WHERE ${condition(author, at)}` : "";
  if (random.chance(0.2)) return grouped(author, portable, { at, names, source: sql + where });
  const isDistinct = random.chance(0.1);
  const columns = portable.map((type) =>
    !isDistinct && type === "int" && random.chance(0.1)
      ? overWindow(author, at)
      : expression(author, type, at),
  );
  return `SELECT ${isDistinct ? "DISTINCT " : ""}${listed(author, columns, names)} FROM ${sql}${where}`;
}

function listed(author: PortableAuthor, columns: readonly string[], names?: readonly string[]): string {
  return columns
    .map((column, at) => (names?.[at] === undefined ? column : `${column} AS ${author.name(names[at])}`))
    .join(", ");
}

interface Grouped {
  readonly at: Place;
  readonly names: readonly string[] | undefined;
  readonly source: string;
}

function grouped(author: PortableAuthor, types: readonly Portable[], { at, names, source }: Grouped): string {
  const { random } = author;
  const by: string[] = [];
  const columns = types.map((type) => {
    const column = random.chance(0.5) ? columnOf(author, type, at) : undefined;
    if (column === undefined) return aggregate(author, type, at);
    by.push(column);
    return column;
  });
  const group = by.length > 0 ? ` GROUP BY ${by.join(", ")}` : "";
  const having =
    by.length > 0 && random.chance(0.3) ? ` HAVING count(*) > ${author.value(random.below(3))}` : "";
  return `SELECT ${listed(author, columns, names)} FROM ${source}${group}${having}`;
}
