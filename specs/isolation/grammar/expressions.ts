import type { At, Author } from "./author.ts";
import { type Column, fits, type Source, type Type } from "./tables.ts";

const TEXTS = [
  "ann",
  "bob",
  "k1",
  "k2",
  "k3",
  "red",
  "blue",
  "ashes",
  "birds",
  "a1",
  "a2",
  "x",
  "",
  "it's",
  "CANARY",
];
const NUMBERS = [0, 1, 2, 3, 5, 12, 45, 80, 120, 300];
const REALS = [0.25, 0.75, 1.5, 2.25];
const JSONS = ['{"n":1,"t":"x"}', "[1,2,3]", "null", '{"l":[]}'];
const PATTERNS = ["%", "a%", "%s%", "_1", "red", "%'%", "k_", "CANARY%"];

interface Shown {
  readonly source: Source;
  readonly column: Column;
  readonly isInner: boolean;
}

/** A column of what is in sight. Bare, where one source alone has it. */
export function columnOf(author: Author, wanted: Type, inner: readonly Source[]): string | undefined {
  const shown = inSight(author, inner).filter(({ column }) => fits(column.type, wanted));
  if (shown.length === 0) return undefined;
  const { source, column, isInner } = author.random.pick(shown);
  const isAlone = inner.filter((other) => has(other, column.name)).length === 1;
  const isBare = isInner && isAlone && !source.name.includes(" ") && author.random.chance(0.6);
  return isBare ? author.name(column.name) : `${author.name(source.name)}.${author.name(column.name)}`;
}

function has(source: Source, name: string): boolean {
  return source.columns.some((column) => column.name.toLowerCase() === name.toLowerCase());
}

function inSight({ around }: Author, inner: readonly Source[]): Shown[] {
  const seen = new Set<string>();
  return [inner, ...around.toReversed()].flatMap((level, depth) => {
    const visible = level.filter(({ name }) => !seen.has(name));
    for (const { name } of level) seen.add(name);
    return visible.flatMap((source) =>
      source.columns.map((column) => ({ source, column, isInner: depth === 0 })),
    );
  });
}

/** An expression of a type over what is in sight. */
export function expression(author: Author, type: Type, at: At): string {
  const { random } = author;
  const known = random.chance(0.6) ? columnOf(author, type, at.inner) : undefined;
  if (known !== undefined) return known;
  if (at.depth <= 0 || random.chance(0.3)) return author.value(random.pick(VALUES[type]));
  const deeper = { ...at, depth: at.depth - 1 };
  const of = (inner: Type): string => expression(author, inner, deeper);
  const plain = (): string => random.pick(MADE[type])(of, author);
  return author.one<string>(
    plain,
    plain,
    () => `coalesce(${of(type)}, ${of(type)})`,
    () => `CASE WHEN ${condition(author, deeper)} THEN ${of(type)} ELSE ${of(type)} END`,
    () => `CASE ${of("text")} WHEN ${of("text")} THEN ${of(type)} END`,
    () => `iif(${condition(author, deeper)}, ${of(type)}, ${of(type)})`,
    () => `(${author.grammar.scalar(author, type, deeper)})`,
    () => `(${of(type)})`,
  );
}

const VALUES: Readonly<Record<Type, readonly (string | number)[]>> = {
  text: TEXTS,
  int: NUMBERS,
  real: REALS,
  json: JSONS,
  nocase: TEXTS,
  pattern: PATTERNS,
};

type Of = (type: Type) => string;
type Maker = (of: Of, author: Author) => string;

const ofText: readonly Maker[] = [
  (of) => `${of("text")} || ${of("text")}`,
  (of, { random }) => `${random.pick(["lower", "UPPER", "trim", "ltrim", "hex", "quote"])}(${of("text")})`,
  (of, { random }) => `substr(${of("text")}, ${random.below(3)}, ${random.below(4)})`,
  (of) => `replace(${of("text")}, ${of("pattern")}, 'q')`,
  (of, { random }) => `typeof(${of(random.pick(["text", "int", "real", "json"]))})`,
  (of) => `${of("json")} ->> '$.t'`,
  (of) => `json_type(${of("json")}, '$.n')`,
  (of) => `CAST(${of("json")} AS TEXT)`,
  (of) => `nullif(${of("text")}, ${of("text")}) COLLATE BINARY`,
  (of) => `printf('%s-%s', ${of("text")}, ${of("text")})`,
];

const MADE: Readonly<Record<Type, readonly Maker[]>> = {
  text: ofText,
  nocase: ofText,
  pattern: ofText,
  int: [
    (of, { random }) => `(${of("int")} ${random.pick(["+", "-", "%", "&", "|"])} ${of("int")})`,
    (of) => `${of("int")} * 3`,
    (of) => `length(${of("text")})`,
    (of) => `abs(${of("int")})`,
    (of) => `instr(${of("text")}, ${of("text")})`,
    (of) => `json_array_length(${of("json")})`,
    (of) => `json_extract(${of("json")}, '$.n')`,
    (of) => `(${of("text")} = ${of("text")})`,
    (of) => `- ${of("int")}`,
    (of) => `max(${of("int")}, ${of("int")})`,
  ],
  real: [(of) => `min(${of("real")}, ${of("real")})`],
  json: [
    (of) => `json(${of("json")})`,
    (of) => `json_object('n', ${of("int")}, 't', ${of("text")})`,
    (of) => `json_array(${of("text")}, ${of("int")})`,
    (of) => `json_set(${of("json")}, '$.n', ${of("int")})`,
    (of) => `json_remove(${of("json")}, '$.t')`,
  ],
};

/** Something true or false of what is in sight. */
export function condition(author: Author, at: At): string {
  const { random } = author;
  const deeper = { ...at, depth: at.depth - 1 };
  const of = (type: Type): string => expression(author, type, deeper);
  const type = random.pick<Type>(["text", "text", "int", "real", "nocase"]);
  const simple: readonly (() => string)[] = [
    () =>
      `${of(type)} ${random.pick(["=", "==", "<>", "!=", "<", "<=", ">", ">=", "IS", "IS NOT"])} ${of(type)}`,
    () =>
      `${of("text")} ${negated(author)}LIKE ${columnOf(author, "pattern", at.inner) ?? author.value(random.pick(PATTERNS))}`,
    () => `${of("text")} ${negated(author)}GLOB ${author.value("*s*")}`,
    () => `${of("int")} ${negated(author)}BETWEEN ${of("int")} AND ${of("int")}`,
    () => `${of("text")} ${random.pick(["IS NULL", "NOTNULL", "IS NOT NULL", "ISNULL"])}`,
    () => `${of(type)} ${negated(author)}IN (${of(type)}, ${of(type)})`,
    () => `json_extract(${of("json")}, '$.n') > ${of("int")}`,
    () => `abs(${of("int")}) > ${of("int")}`,
    () => `json_valid(${of("json")})`,
  ];
  if (at.depth <= 0) return author.one(...simple);
  return author.one<string>(
    ...simple,
    () => `(${condition(author, deeper)} ${random.pick(["AND", "OR"])} ${condition(author, deeper)})`,
    () => `NOT (${condition(author, deeper)})`,
    () =>
      `${negated(author)}EXISTS (${author.grammar.subselect(author, { types: [random.pick<Type>(["text", "int"])] }, deeper)})`,
    () =>
      `${of("text")} ${negated(author)}IN (${author.grammar.subselect(author, { types: ["text"] }, deeper)})`,
    () =>
      `(${of("text")}, ${of("int")}) IN (${author.grammar.subselect(author, { types: ["text", "int"] }, deeper)})`,
    () => inTable(author, of("text")),
    () => `(${of("text")}, ${of("int")}) = (${of("text")}, ${of("int")})`,
  );
}

function inTable(author: Author, left: string): string {
  const name = listInSight(author);
  return name === undefined ? `${left} IS NULL` : `${left} ${negated(author)}IN ${name}`;
}

function negated({ random }: Author): string {
  return random.chance(0.25) ? "NOT " : "";
}

/** How a table of one column is called, if there is one in sight. */
function listInSight(author: Author): string | undefined {
  const all = [...author.withs, ...author.readable].filter(({ columns }) => columns.length === 1);
  const found = all.length > 0 ? author.random.pick(all) : undefined;
  const isSeen = found !== undefined && author.meaning(found.name)?.columns.length === 1;
  return isSeen ? author.name(found.name) : undefined;
}
