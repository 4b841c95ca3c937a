import type { At, Author } from "./author.ts";
import { columnOf, condition } from "./expressions.ts";
import { BY_NAME, type Column, type Source, type Type } from "./tables.ts";

/** A FROM, and what it brings into sight. */
export interface From {
  readonly sql: string;
  readonly sources: readonly Source[];
  /** Columns that a join has made one: they are named without their table. */
  readonly merged: boolean;
}

interface Item {
  readonly sql: string;
  readonly sources: readonly Source[];
}

const JOINS = [
  ", ",
  " JOIN ",
  " INNER JOIN ",
  " LEFT JOIN ",
  " LEFT OUTER JOIN ",
  " RIGHT JOIN ",
  " FULL JOIN ",
  " CROSS JOIN ",
];
const NATURAL = [
  " NATURAL JOIN ",
  " NATURAL LEFT JOIN ",
  " NATURAL INNER JOIN ",
  " natural full outer join ",
];

/** One to three tables, joined in any way. */
export function from(author: Author, depth: number): From {
  const { random } = author;
  let { sql, sources } = item(author, [], depth);
  let merged = false;
  for (let more = random.pick([0, 0, 0, 1, 1, 2]); more > 0; more--) {
    const next = item(author, sources, depth);
    const shared = commonColumn(sources, next.sources, random.below(100));
    const all = [...sources, ...next.sources];
    if (shared !== undefined && random.chance(0.3)) {
      sql += random.pick(
        NATURAL.map((natural) => natural + next.sql).concat(using(author, next.sql, shared)),
      );
      merged = true;
    } else {
      const at = { inner: all, depth: Math.min(depth - 1, 1) };
      const operator = random.pick(JOINS);
      const isOuter = /LEFT|RIGHT|FULL/.test(operator);
      const on = isOuter || random.chance(0.8) ? ` ON ${joined(author, at)}` : "";
      sql += operator + next.sql + (operator === ", " ? "" : on);
    }
    sources = all;
  }
  return { sql, sources, merged };
}

function using(author: Author, next: string, column: string): string[] {
  const names = author.random.chance(0.1) ? `${author.name(column)}, TENANT_ID` : author.name(column);
  return [" JOIN ", " LEFT JOIN ", " FULL OUTER JOIN ", " RIGHT JOIN "].map(
    (kind) => `${kind}${next} USING (${names})`,
  );
}

/** Two columns that are alike, mostly, so that rows are found. */
function joined(author: Author, at: At): string {
  const type = author.random.pick<Type>(["text", "text", "int"]);
  const [left, right] = [columnOf(author, type, at.inner), columnOf(author, type, at.inner)];
  const isPlain = left !== undefined && right !== undefined && author.random.chance(0.7);
  return isPlain ? `${left} = ${right}` : condition(author, at);
}

function commonColumn(left: readonly Source[], right: readonly Source[], start: number): string | undefined {
  const names = left.flatMap(({ columns }) => columns.map(({ name }) => name));
  const all = right
    .flatMap(({ columns }) => columns)
    .filter(({ name, type }) => type !== "nocase" && names.includes(name));
  return all[start % Math.max(all.length, 1)]?.name;
}

function item(author: Author, taken: readonly Source[], depth: number): Item {
  const { random } = author;
  if (depth > 0 && random.chance(0.15)) return derived(author, depth - 1);
  if (random.chance(0.08)) return ofJson(author, taken);
  if (depth > 0 && random.chance(0.05)) return parenthesized(author, taken, depth);
  return table(author, taken);
}

function derived(author: Author, depth: number): Item {
  const types: Type[] = Array.from({ length: 1 + author.random.below(3) }, () =>
    author.random.pick<Type>(["text", "int", "text", "json"]),
  );
  const name = author.fresh("s");
  const names = types.map((_, at) => `c${at}`);
  const sql = author.grammar.subselect(author, { types, names }, { inner: [], depth });
  const columns = types.map((type, at): Column => ({ name: names[at] ?? "", type }));
  return {
    sql: `(${sql}) ${author.random.pick(["AS ", ""])}${author.name(name)}`,
    sources: [{ name, columns, key: undefined }],
  };
}

function table(author: Author, taken: readonly Source[]): Item {
  const { random, withs } = author;
  const known = random.chance(withs.length > 0 ? 0.5 : 0) ? random.pick(withs) : random.pick(author.readable);
  const isMain = author.readable.includes(known) && random.chance(0.15);
  const found = isMain ? known : (author.meaning(known.name) ?? known);
  const spelled = spelling(author, found.name, isMain);
  const around = author.around.flat();
  const isFree = ![...taken, ...around].some(({ name }) => name === found.name);
  if (isFree && random.chance(0.5)) return { sql: spelled, sources: [found] };
  const borrowed = random.pick([...BY_NAME.keys()]);
  const isBorrowed = random.chance(0.15) && ![...taken, ...around].some(({ name }) => name === borrowed);
  const name = isBorrowed ? borrowed : author.fresh("t");
  return { sql: `${spelled} ${random.pick(["AS ", ""])}${author.name(name)}`, sources: [{ ...found, name }] };
}

export function spelling(author: Author, name: string, isMain: boolean): string {
  return (isMain ? `${author.random.pick(["main", "MAIN", '"main"'])}.` : "") + author.name(name);
}

function ofJson(author: Author, taken: readonly Source[]): Item {
  const column = columnOf(author, "json", taken);
  const isLateral = column !== undefined && author.random.chance(0.7);
  const name = author.fresh("j");
  const call = author.random.pick(["json_each", "json_tree", "JSON_EACH"]);
  const argument = isLateral ? column : author.value("[1,2,3]");
  const columns: Column[] = [
    { name: "type", type: "text" },
    { name: "fullkey", type: "text" },
  ];
  return { sql: `${call}(${argument}) AS ${name}`, sources: [{ name, columns, key: undefined }] };
}

function parenthesized(author: Author, taken: readonly Source[], depth: number): Item {
  const first = table(author, taken);
  const second = table(author, [...taken, ...first.sources]);
  const sources = [...first.sources, ...second.sources];
  return {
    sql: `(${first.sql} JOIN ${second.sql} ON ${joined(author, { inner: sources, depth: Math.min(depth - 1, 1) })})`,
    sources,
  };
}
