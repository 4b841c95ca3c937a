import { asSource, type Source } from "../grammar/tables.ts";
import type { Portable, PortableAuthor } from "./author.ts";
import { columnOf, condition, expression } from "./expressions.ts";

/** What stands in a FROM. */
export interface From {
  readonly sql: string;
  readonly sources: readonly Source[];
  /** Whether a star means the same columns in the same order, and a name without its table the same column. */
  readonly isPlain: boolean;
}

/** A FROM of one to three tables, in one of the ways to join. */
export function from(author: PortableAuthor, depth: number): From {
  const { random } = author;
  const way = random.below(100);
  if (way < 45) {
    const { sql, source } = item(author, depth, []);
    return { sql, sources: [source], isPlain: true };
  }
  if (way < 80) return joined(author, depth);
  if (way < 87) return crossed(author, depth);
  return merged(author) ?? joined(author, depth);
}

interface Item {
  readonly sql: string;
  readonly source: Source;
}

function item(author: PortableAuthor, depth: number, used: readonly Source[]): Item {
  const { random } = author;
  if (depth > 0 && random.chance(0.12)) return derived(author, depth);
  if (random.chance(0.04)) return listed(author);
  const withs = author.withs.filter(
    (one, at, all) => all.findLastIndex(({ name }) => name === one.name) === at,
  );
  const source = withs.length > 0 && random.chance(0.5) ? random.pick(withs) : random.pick(author.tables());
  const named = [...used, ...author.around.flat()];
  // To SQLite an ON that names what is around it would name what is further right.
  if (random.chance(0.25) && !named.some(({ name }) => name === source.name)) {
    return { sql: author.name(source.name), source };
  }
  const name = author.fresh("t");
  return {
    sql: `${author.name(source.name)}${random.pick([" AS ", " "])}${name}`,
    source: { ...source, name },
  };
}

function derived(author: PortableAuthor, depth: number): Item {
  const types = typesOf(author);
  const names = namesOf(types);
  const name = author.fresh("d");
  const sql = author.grammar.subselect(author, { types, names }, { inner: [], depth: depth - 1 });
  return { sql: `(${sql}) AS ${name}`, source: asSource(name, types, names) };
}

/** Values of nobody's: SQLite gives the columns of others no names. */
function listed(author: PortableAuthor): Item {
  const name = author.fresh("v");
  const around = author.around.splice(0);
  const at = { inner: [], depth: 0 };
  const rows = Array.from(
    { length: 1 + author.random.below(3) },
    () => `(${expression(author, "text", at)}, ${expression(author, "int", at)})`,
  );
  author.around.push(...around);
  const source = asSource(name, ["text", "int"], ["column1", "column2"]);
  return { sql: `(VALUES ${rows.join(", ")}) AS ${name}`, source };
}

/** The types of what has no table: a few. */
export function typesOf({ random }: PortableAuthor): Portable[] {
  return Array.from({ length: 1 + random.below(3) }, () => random.pick<Portable>(["text", "int", "text"]));
}

/** Names that say their type, so that no two of one name differ in it. */
export function namesOf(types: readonly Portable[]): string[] {
  return types.map((type, at) => `${type === "text" ? "x" : "y"}${at}`);
}

/** Tables with an ON each. PostgreSQL has a FULL JOIN only where columns of both sides are equal. */
function joined(author: PortableAuthor, depth: number): From {
  const { random } = author;
  const first = item(author, depth, []);
  let sql = first.sql;
  const sources = [first.source];
  for (let more = random.pick([1, 1, 2]); more > 0; more--) {
    const { sql: text, source } = item(author, depth - 1, sources);
    const kind = random.pick(["", "INNER ", "LEFT ", "LEFT OUTER ", "RIGHT ", "FULL ", "CROSS "]);
    const on =
      kind === "CROSS "
        ? undefined
        : conditionOf(author, sources, { source, isFull: kind === "FULL ", depth });
    sql += ` ${on === undefined ? "CROSS " : kind}JOIN ${text}${on === undefined ? "" : ` ON ${on}`}`;
    sources.push(source);
  }
  return { sql, sources, isPlain: true };
}

interface Joining {
  readonly source: Source;
  readonly isFull: boolean;
  readonly depth: number;
}

/** What is equal on both sides, and perhaps more; nothing, if a FULL JOIN has nothing equal. */
function conditionOf(
  author: PortableAuthor,
  left: readonly Source[],
  { source, isFull, depth }: Joining,
): string | undefined {
  const { random } = author;
  const around = author.around.splice(0);
  const pairs = (["text", "int", "text"] as const).flatMap((type) => {
    const [one, other] = [
      columnOf(author, type, { inner: left, depth: 0 }),
      columnOf(author, type, { inner: [source], depth: 0 }),
    ];
    return one !== undefined && other !== undefined ? [`${one} = ${other}`] : [];
  });
  author.around.push(...around);
  const equal = pairs.length > 0 ? random.pick(pairs) : undefined;
  if (isFull) return equal;
  const more = (): string => condition(author, { inner: [...left, source], depth: depth - 1 });
  if (equal === undefined || random.chance(0.15)) return more();
  return random.chance(0.25) ? `${equal} AND (${more()})` : equal;
}

/** Tables behind commas, and none of them joined otherwise: PostgreSQL ties a JOIN closer than a comma. */
function crossed(author: PortableAuthor, depth: number): From {
  const sources: Source[] = [];
  const texts = Array.from({ length: 2 + author.random.below(2) }, () => {
    const { sql, source } = item(author, depth - 1, sources);
    sources.push(source);
    return sql;
  });
  return { sql: texts.join(", "), sources, isPlain: true };
}

/** Tables joined by columns of one name, which are then there once. Where a star puts those differs. */
function merged(author: PortableAuthor): From | undefined {
  const { random } = author;
  const isNatural = random.chance(0.4);
  const names = random.pick([["id"], ["tenant_id"], ["tenant_id", "id"]]);
  const able = author
    .tables()
    .filter(({ columns }) => isNatural || names.every((name) => columns.some((one) => one.name === name)));
  if (able.length === 0) return undefined;
  const picked = Array.from({ length: isNatural ? 2 : random.pick([2, 2, 3]) }, () => random.pick(able));
  const sources = picked.map((source) => ({ ...source, name: author.fresh("m") }));
  const [first, second] = sources as [Source, Source];
  const shared = isNatural
    ? first.columns.filter(({ name }) => second.columns.some((one) => one.name === name))
    : first.columns.filter(({ name }) => names.includes(name));
  const using = isNatural ? "" : ` USING (${names.map((name) => author.name(name)).join(", ")})`;
  const sql = sources.map(({ name }, at) => {
    const table = `${author.name(picked[at]?.name ?? "")} AS ${name}`;
    if (at === 0) return table;
    const kind = random.pick(["", "INNER ", "LEFT ", "RIGHT ", "FULL "]);
    return ` ${isNatural ? "NATURAL " : ""}${kind}JOIN ${table}${using}`;
  });
  return {
    sql: sql.join(""),
    sources: [{ name: "", columns: shared, key: undefined }, ...sources],
    isPlain: false,
  };
}
