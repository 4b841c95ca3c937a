import type { Expr, Name, OneSelect, Select } from "sqlite3-parser";
import type { Schema, View } from "../schema/schema.ts";
import { folded } from "./names.ts";
import { refuse } from "./refused.ts";

/** Stands in a statement for the tenant's parameter, until its number is known. No source has it: a NUL is refused. */
export const TENANT = "?\0";

/** SQLite's own bound on the depth of an expression in workerd. */
const DEEPEST = 100;

/** How each kind of node is written. A kind without a line is not admitted, and the compiler asks for all of a closed set. */
export type Printers<Node extends { readonly type: string }> = {
  readonly [Kind in Node["type"]]: (w: Writing, node: Extract<Node, { readonly type: Kind }>) => string;
};

export function print<Node extends { readonly type: string }>(
  printers: Printers<Node>,
  w: Writing,
  node: Node,
): string {
  const printer = printers[node.type as Node["type"]] as (w: Writing, node: Node) => string;
  return printer(w, node);
}

/** The two kinds of node that nest in each other, and so are reached from everywhere. */
export interface Grammar {
  expression(w: Writing, node: Expr): string;
  select(w: Writing, node: Select): string;
}

/** How far a statement reaches, with all the views that it reads. */
export interface Extent {
  /** The tables that it opens, by their own names. */
  readonly tables: Set<string>;
  /** How many times it opens one. */
  opened: number;
  /** How often its author names something to read from or to write to. What a view names inside is not counted. */
  references: number;
  /** Whether a WITH reads itself. */
  recurses: boolean;
  /** How deep its expressions and subqueries nest. */
  deepest: number;
  /** The table that may not be read where it is written to now, for how often SQLite reads it depends on how it is asked. */
  closed: string | undefined;
}

/** A full-text index, by the name that it has in a statement and by its own. */
export interface Index {
  readonly name: string;
  readonly own: string;
  readonly shown: readonly string[];
}

interface WritingOptions {
  readonly schema: Schema;
  readonly source: string;
  readonly extent: Extent;
  /** Tables without a tenant that may be read all the same: folded names. */
  readonly shared: ReadonlySet<string>;
  readonly isView: boolean;
  /** The SELECT whose columns the statement's author sees, if it is one. */
  readonly answer: OneSelect | undefined;
  /** Whether anything in the statement, or in a view, may raise for a value. */
  readonly raises: () => boolean;
  /** How deep it stands in others. */
  readonly depth: number;
  readonly grammar: Grammar;
}

/** One statement as it is written anew. */
export class Writing {
  readonly schema: Schema;
  readonly source: string;
  readonly shared: ReadonlySet<string>;
  readonly extent: Extent;
  readonly answer: OneSelect | undefined;
  readonly raises: () => boolean;
  readonly #options: WritingOptions;
  readonly #visible: ReadonlySet<string>[] = [];
  /** The common table expressions that it is in: folded names. */
  readonly #inside: string[] = [];
  #parameters = 0;
  #askable: readonly Index[] = [];
  #depth: number;

  constructor(options: WritingOptions) {
    const { schema, source, shared, extent, answer, raises, depth } = options;
    this.schema = schema;
    this.source = source;
    this.shared = shared;
    this.extent = extent;
    this.answer = answer;
    this.raises = raises;
    this.#options = options;
    this.#depth = depth;
  }

  /** The writing of a view's own SELECT, which sees none of the common table expressions around it. */
  inView({ source, shared }: View): Writing {
    const depth = this.#depth + 1;
    return new Writing({ ...this.#options, source, shared, isView: true, answer: undefined, depth });
  }

  /** How many values the statement's author binds. */
  get parameters(): number {
    return this.#parameters;
  }

  /** A parameter, by its number: what the source gives it, or one more than the largest so far. A view's is the tenant. */
  parameter(name: string): string {
    if (this.#options.isView) return TENANT;
    const number = name === "?" ? this.#parameters + 1 : Number(name.slice(1));
    this.#parameters = Math.max(this.#parameters, number);
    return `?${number}`;
  }

  /** Writes what sees these common table expressions. */
  among<Written>(names: readonly Name[], write: () => Written): Written {
    this.#visible.push(new Set(names.map(({ text }) => folded(text))));
    try {
      return write();
    } finally {
      this.#visible.pop();
    }
  }

  /** Writes the body of a common table expression. */
  inside(name: string, body: Select): string {
    this.#inside.push(folded(name));
    const written = this.select(body);
    this.#inside.pop();
    return written;
  }

  /** Notes that something is named to read from or to write to. */
  refer(name?: string): void {
    if (this.#options.isView) return;
    this.extent.references += 1;
    if (name !== undefined && this.#inside.length > 0)
      this.extent.recurses ||= this.#inside.includes(folded(name));
  }

  /** Writes what stands beside full-text indexes, which it may ask what matches. */
  beside<Written>(askable: readonly Index[], write: () => Written): Written {
    const before = this.#askable;
    this.#askable = askable;
    const written = write();
    this.#askable = before;
    return written;
  }

  /** Whether a column is one by which an index is asked, here. */
  mayAsk(column: string, table?: string): boolean {
    const said = folded(column);
    return this.#askable.some(
      ({ name, own, shown }) =>
        (table === undefined || folded(table) === folded(name)) &&
        [own, ...shown].some((known) => folded(known) === said),
    );
  }

  sees(name: string): boolean {
    return this.#visible.some((names) => names.has(folded(name)));
  }

  expression(node: Expr): string {
    return this.deeper(node, () => this.#options.grammar.expression(this, node));
  }

  expressions(nodes: readonly Expr[]): string {
    return nodes.map((node) => this.expression(node)).join(", ");
  }

  select(node: Select): string {
    return this.deeper(node, () => this.#options.grammar.select(this, node));
  }

  /** Writes what stands one level deeper. */
  deeper(node: Expr | Select, write: () => string): string {
    if (this.#depth >= DEEPEST) refuse(node, `it is nested deeper than ${DEEPEST} levels`);
    this.#depth++;
    this.extent.deepest = Math.max(this.extent.deepest, this.#depth);
    const written = write();
    this.#depth--;
    return written;
  }
}
