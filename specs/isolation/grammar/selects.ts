import type { At, Author, Shape } from "./author.ts";
import { aggregate, overWindow } from "./aggregates.ts";
import { columnOf, condition, expression } from "./expressions.ts";
import { from } from "./from.ts";
import type { Type } from "./tables.ts";
import { among } from "./withs.ts";

const TYPES: readonly Type[] = ["text", "text", "int", "int", "real", "json"];

/** A SELECT as a statement, and whether the order of its rows is settled by it. */
export function selectStatement(
  author: Author,
  depth: number,
): { readonly sql: string; readonly isOrdered: boolean } {
  const { random } = author;
  let isOrdered = false;
  const sql = among(author, depth, () => {
    if (random.chance(0.15)) return starSelect(author, depth);
    const types = Array.from({ length: 1 + random.below(3) }, () => random.pick(TYPES));
    isOrdered = random.chance(0.4);
    const names = random.chance(0.3) ? types.map(() => author.fresh("r")) : undefined;
    const made = arms(author, { types, names }, { inner: [], depth });
    return isOrdered ? made + totalOrder(author, types.length) : made;
  });
  return { sql, isOrdered };
}

/** `ORDER BY` every column, so that rows in the same place are the same, and then perhaps a `LIMIT`. */
function totalOrder(author: Author, columns: number): string {
  const { random } = author;
  const terms = Array.from(
    { length: columns },
    (_, at) => `${at + 1}${random.pick(["", " DESC", " ASC", " NULLS LAST"])}`,
  );
  const order = ` ORDER BY ${terms.join(", ")}`;
  if (random.chance(0.5)) return order;
  const [most, skipped] = [author.value(random.below(6)), author.value(random.below(3))];
  return (
    order + random.pick([` LIMIT ${most}`, ` LIMIT ${most} OFFSET ${skipped}`, ` LIMIT ${skipped}, ${most}`])
  );
}

function starSelect(author: Author, depth: number): string {
  const { random } = author;
  const { sql, sources } = from(author, depth);
  const at = { inner: sources, depth };
  const stars = [...sources.map(({ name }) => `${author.name(name)}.*`), "*"];
  const where = random.chance(0.6) ? ` WHERE ${condition(author, at)}` : "";
  return `SELECT ${random.pick(stars)} FROM ${sql}${where}`;
}

/** A SELECT in an expression, that sees what is around it. */
export function subselect(author: Author, shape: Shape, { inner, depth }: At): string {
  author.around.push(inner);
  const sql = among(author, depth - 1, () => arms(author, shape, { inner, depth }));
  author.around.pop();
  return sql;
}

/** A SELECT of one value. */
export function scalar(author: Author, type: Type, { inner, depth }: At): string {
  const { random } = author;
  if (random.chance(0.4) && type !== "nocase") {
    return `${subselect(author, { types: [type] }, { inner, depth: depth - 1 })} ORDER BY 1 LIMIT ${author.value(1)}`;
  }
  author.around.push(inner);
  const { sql, sources } = from(author, depth - 1);
  const at = { inner: sources, depth: depth - 1 };
  const where = random.chance(0.5) ? ` WHERE ${condition(author, at)}` : "";
  const made = `SELECT ${aggregate(author, type, at)} FROM ${sql}${where}`;
  author.around.pop();
  return made;
}

/** One SELECT, or several made into one. */
function arms(author: Author, shape: Shape, at: At): string {
  const { random } = author;
  const { types } = shape;
  const first = core(author, shape, at.depth);
  if (at.depth <= 0 || random.chance(0.8)) return first;
  const operator = (): string => random.pick(["UNION", "UNION ALL", "EXCEPT", "INTERSECT"]);
  const second = random.chance(0.2)
    ? `VALUES (${types.map((type) => expression(author, type, { inner: [], depth: 0 })).join(", ")})`
    : core(author, { types }, at.depth - 1);
  const two = `${first} ${operator()} ${second}`;
  return random.chance(0.3) ? `${two} ${operator()} ${core(author, { types }, at.depth - 1)}` : two;
}

function core(author: Author, { types, names }: Shape, depth: number): string {
  const { random } = author;
  if (random.chance(0.05)) {
    const alone = types.map((type) => expression(author, type, { inner: [], depth: 0 }));
    return `SELECT ${listed(author, alone, names)}`;
  }
  const { sql, sources } = from(author, depth);
  const at = { inner: sources, depth: Math.max(depth - 1, 0) };
  const where = random.chance(0.6) ? ` WHERE ${matching(author, at) ?? condition(author, at)}` : "";
  if (random.chance(0.2)) return grouped(author, types, { at, names, source: sql + where });
  const isDistinct = random.chance(0.1);
  const columns = types.map((type) => {
    const isWindow = !isDistinct && type === "int" && random.chance(0.15);
    if (isWindow) return overWindow(author, at);
    const made = expression(author, type, at);
    return type === "text" && random.chance(0.05)
      ? random.pick([`(${made})`, `${made} COLLATE BINARY`])
      : made;
  });
  return `SELECT ${isDistinct ? "DISTINCT " : random.pick(["", "", "ALL "])}${listed(author, columns, names)} FROM ${sql}${where}`;
}

function listed({ random }: Author, columns: readonly string[], names?: readonly string[]): string {
  return columns
    .map((column, at) => {
      const name = names?.[at];
      return name === undefined ? column : `${column} ${random.pick(["AS ", ""])}${name}`;
    })
    .join(", ");
}

interface Grouped {
  readonly at: At;
  readonly names: readonly string[] | undefined;
  readonly source: string;
}

function grouped(author: Author, types: readonly Type[], { at, names, source }: Grouped): string {
  const { random } = author;
  const by: string[] = [];
  const columns = types.map((type) => {
    const column = random.chance(0.5) ? columnOf(author, type, at.inner) : undefined;
    if (column === undefined) return aggregate(author, type, at);
    by.push(column);
    return column;
  });
  const group = by.length > 0 ? ` GROUP BY ${by.join(", ")}` : "";
  const having =
    random.chance(0.3) && by.length > 0 ? ` HAVING count(*) > ${author.value(random.below(3))}` : "";
  return `SELECT ${listed(author, columns, names)} FROM ${source}${group}${having}`;
}

/** A question to a full-text index, if one is in sight. */
function matching(author: Author, { inner }: At): string | undefined {
  const index = inner.find(({ columns }) => columns.some(({ name }) => name === "body"));
  if (!index || author.random.chance(0.3)) return undefined;
  const left = author.random.pick([`${index.name}.body`, ...(inner.length === 1 ? [index.name] : [])]);
  return `${left} MATCH ${author.value(author.random.pick(["red", "coal", "bl*", "red AND ashes", "CANARY"]))}`;
}
