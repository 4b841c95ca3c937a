import type { Random } from "../random.ts";
import { SOURCES, type Source, type Type } from "./tables.ts";

export type Value = string | number | null;

/** Where an expression stands: what is in its own FROM, and how deep what is generated there may nest. */
export interface At {
  readonly inner: readonly Source[];
  readonly depth: number;
}

/** The columns of a SELECT. */
export interface Shape {
  readonly types: readonly Type[];
  readonly names?: readonly string[] | undefined;
}

/** What nests in expressions, and has expressions in it. */
export interface Grammar {
  /** A SELECT in an expression, that sees what is around it. */
  subselect(author: Author, shape: Shape, at: At): string;
  /** A SELECT of one value. */
  scalar(author: Author, type: Type, at: At): string;
}

/** A finished statement. */
export interface Text {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** Ways to write a name, which SQLite takes for the same. */
const QUOTES: readonly ((name: string) => string)[] = [
  (name) => `"${name.replaceAll('"', '""')}"`,
  (name) => `\`${name.replaceAll("`", "``")}\``,
  (name) => `[${name}]`,
];
const KEYWORDS = new Set(["select", "order", "from"]);
const BLANKS = [" ", "  ", "\n", "\t", " /* ; ' \" */ ", " -- '\n"];

/** Who writes one statement: what they know of names in sight, and how they spell. */
export class Author {
  readonly random: Random;
  readonly grammar: Grammar;
  /** Tables and views that a subquery may read now. */
  readable: readonly Source[] = SOURCES;
  /** Common table expressions in sight: the innermost last. */
  readonly withs: Source[] = [];
  /** What is in the FROM of the SELECTs around: the innermost last. */
  readonly around: (readonly Source[])[] = [];
  readonly #values: Value[] = [];
  #names = 0;

  constructor(random: Random, grammar: Grammar) {
    this.random = random;
    this.grammar = grammar;
  }

  /** A name that is nowhere else in the statement. */
  fresh(stem: string): string {
    this.#names += 1;
    return `${stem}${this.#names}`;
  }

  /** A name as somebody writes it. */
  name(name: string): string {
    const { random } = this;
    const cased = random.chance(0.1) ? name.toUpperCase() : name;
    const isPlain = /^[a-z_]\w*$/i.test(name) && !KEYWORDS.has(name.toLowerCase());
    if (isPlain && random.chance(0.8)) return cased;
    const ways = name.includes("]") ? QUOTES.slice(0, 2) : QUOTES;
    return random.pick(ways)(cased);
  }

  /** A value: whether it is written out or bound is told when the statement is done. */
  value(value: Value): string {
    this.#values.push(value);
    return `\u27e8${this.#values.length - 1}\u27e9`;
  }

  /** The table that a name in the text stands for: a common table expression, or one of the shop's. */
  meaning(name: string): Source | undefined {
    return this.withs.findLast((one) => one.name === name) ?? this.readable.find((one) => one.name === name);
  }

  /** One of several ways, each of which may be costly to try. */
  one<Made>(...ways: readonly (() => Made)[]): Made {
    return this.random.pick(ways)();
  }

  /** Writes the values in, numbered as they stand in the text, and now and then a blank of another kind. */
  finish(text: string): Text {
    const bound: Value[] = [];
    const written = text.replaceAll(/\u27e8(\d+)\u27e9/g, (_, index: string) =>
      this.#spell(this.#values[Number(index)] ?? null, bound),
    );
    const sql = this.random.chance(0.1) ? this.#spaced(written) : written;
    return { sql, values: Array.from(bound, (value) => value ?? null) };
  }

  #spell(value: Value, bound: Value[]): string {
    const { random } = this;
    if (random.chance(0.6)) return literal(value);
    if (random.chance(0.5)) {
      bound.push(value);
      return "?";
    }
    const same = bound.indexOf(value);
    if (same !== -1 && random.chance(0.5)) return `?${same + 1}`;
    const number = bound.length + 1 + random.below(2);
    bound[number - 1] = value;
    return `?${number}`;
  }

  #spaced(sql: string): string {
    // Never within a text or a quoted name.
    if (/['"`[]/.test(sql)) return `${sql}${this.random.pick([";", " ; ", " -- done", "/* done */"])}`;
    return sql.replaceAll(" ", () => this.random.pick(BLANKS));
  }
}

function literal(value: Value): string {
  if (value === null) return "NULL";
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
