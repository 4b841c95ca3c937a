import type { Source } from "../grammar/tables.ts";
import type { Place, Portable, PortableAuthor } from "./author.ts";

const TEXTS = ["ann", "bob", "red", "blue", "k1", "k2", "a1", "a2", "ashes", "new", ""] as const;
const NUMBERS = [0, 1, 2, 3, 9, 45, 120, 600, -1] as const;
const COMPARISONS = ["=", "=", "<>", "<", ">", "<=", ">="] as const;
const PATTERNS = ["a%", "%e%", "_n_", "canary%", "k_", "%", "red"] as const;

/** A column of one type: mostly of what is beside the expression, else of what is around it. */
export function columnOf(
  author: PortableAuthor,
  type: Portable,
  { inner, isBare = false }: Place,
): string | undefined {
  const { random } = author;
  const own = columnsOf(inner, type);
  const outer = columnsOf(seenAround(author, inner), type);
  const isOuter = outer.length > 0 && (own.length === 0 || random.chance(0.2));
  const all = isOuter ? outer : own;
  if (all.length === 0) return undefined;
  const [source, column] = random.pick(all);
  const isOnly = inner.filter(({ columns }) => columns.some(({ name }) => name === column.name)).length === 1;
  return author.column(source, column, !isOuter && isBare && isOnly && random.chance(0.3));
}

function columnsOf(sources: readonly Source[], type: Portable) {
  return sources.flatMap((source) =>
    source.columns.filter((one) => one.type === type).map((one) => [source, one] as const),
  );
}

/** What is around, the innermost of each name. What is merged has none, and could be taken for something nearer. */
function seenAround({ around }: PortableAuthor, inner: readonly Source[]): Source[] {
  const seen = new Set(["", ...inner.map(({ name }) => name)]);
  return around.toReversed().flatMap((level) => {
    const found = level.filter(({ name }) => !seen.has(name));
    for (const { name } of level) seen.add(name);
    return found;
  });
}

/** An expression of one type. */
export function expression(author: PortableAuthor, type: Portable, at: Place): string {
  const { random } = author;
  if (at.depth <= 0 || random.chance(0.55)) {
    const column = random.chance(0.75) ? columnOf(author, type, at) : undefined;
    return column ?? constant(author, type);
  }
  const deeper = { ...at, depth: at.depth - 1 };
  const of = (one: Portable): string => expression(author, one, deeper);
  const common = [
    () => `CASE WHEN ${condition(author, deeper)} THEN ${of(type)} ELSE ${of(type)} END`,
    () => `coalesce(${of(type)}, ${of(type)})`,
    () => `nullif(${of(type)}, ${of(type)})`,
    () => `(${author.grammar.scalar(author, type, deeper)})`,
  ];
  return type === "text"
    ? author.one(...common, ...texts(author, of))
    : author.one(...common, ...numbers(author, of));
}

type Of = (type: Portable) => string;

function texts(author: PortableAuthor, of: Of): (() => string)[] {
  return [
    () => `(${of("text")} || ${of("text")})`,
    () => `substr(${of("text")}, ${author.random.pick([1, 2])}, 2)`,
    () => `replace(${of("text")}, 'a', 'o')`,
    () => `CAST(${of("int")} AS TEXT)`,
  ];
}

function numbers({ random }: PortableAuthor, of: Of): (() => string)[] {
  return [
    () => `(${of("int")} ${random.pick(["+", "-"])} ${of("int")})`,
    () => `(${of("int")} ${random.pick(["*", "/", "%"])} ${random.pick([2, 3, 7])})`,
    () => `abs(${of("int")})`,
    () => `length(${of("text")})`,
  ];
}

/** A value, or a NULL whose type is said: PostgreSQL asks for it. */
function constant(author: PortableAuthor, type: Portable): string {
  const { random } = author;
  if (random.chance(0.06)) return `CAST(${author.value(null)} AS ${type === "text" ? "TEXT" : "BIGINT"})`;
  return author.value(type === "text" ? random.pick(TEXTS) : random.pick(NUMBERS));
}

/** What holds of a row or not. It is never a value: SQLite has none of that type. */
export function condition(author: PortableAuthor, at: Place): string {
  if (at.depth > 0 && author.random.chance(0.45)) return nested(author, { ...at, depth: at.depth - 1 });
  const { random } = author;
  const of = (type: Portable): string => expression(author, type, at);
  const type = random.pick<Portable>(["text", "int"]);
  const not = random.pick(["", "", "NOT "]);
  return author.one(
    () => `${of(type)} ${random.pick(COMPARISONS)} ${of(type)}`,
    () => `${of(type)} ${random.pick(COMPARISONS)} ${of(type)}`,
    () => `${of(type)} IS ${not}NULL`,
    () => `${of(type)} IS ${not}DISTINCT FROM ${of(type)}`,
    () => `${of("int")} ${not}BETWEEN ${of("int")} AND ${of("int")}`,
    () => `${of(type)} ${not}IN (${of(type)}, ${of(type)})`,
    () => `${of("text")} ${not}LIKE ${author.value(random.pick(PATTERNS))}`,
  );
}

function nested(author: PortableAuthor, at: Place): string {
  const { random } = author;
  const of = (type: Portable): string => expression(author, type, at);
  const one = (): string => `(${condition(author, at)})`;
  const some = (...types: readonly Portable[]): string => author.grammar.subselect(author, { types }, at);
  const type = random.pick<Portable>(["text", "int"]);
  const not = random.pick(["", "", "NOT "]);
  return author.one(
    () => `${one()} AND ${one()}`,
    () => `${one()} OR ${one()}`,
    () => `NOT ${one()}`,
    () => `${not}EXISTS (${some(type)})`,
    () => `${of(type)} ${not}IN (${some(type)})`,
    () => `(${of("text")}, ${of("int")}) ${not}IN (${some("text", "int")})`,
    () => `(${of("text")}, ${of("int")}) ${random.pick(COMPARISONS)} (${of("text")}, ${of("int")})`,
    () => `${of(type)} ${random.pick(COMPARISONS)} (${author.grammar.scalar(author, type, at)})`,
  );
}
