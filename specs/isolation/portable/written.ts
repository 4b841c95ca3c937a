import type { Value } from "../grammar/author.ts";
import type { Source } from "../grammar/tables.ts";
import type { Portable } from "./author.ts";
import { SOURCES } from "./shop.ts";

/** A table that statements write to, and what may be written. */
export interface Written {
  readonly source: Source;
  readonly key: readonly string[];
  /** What else no two rows of a tenant have alike, perhaps only some rows. */
  readonly unique: readonly string[];
  /** What goes into its columns. */
  readonly pools: Readonly<Record<string, readonly Value[]>>;
  /** Columns which many rows may be given at once, in whichever order they come. */
  readonly free: Readonly<Record<string, Portable>>;
  /** What a conflict can be over, as far as the columns of a key. */
  readonly targets: readonly string[];
}

export function table(name: string): Source {
  return SOURCES.find((source) => source.name === name)!;
}

const BOOKS = ["k1", "k2", "k3", "k4", "k7", "k8", "k9"];

export const WRITTEN: readonly Written[] = [
  {
    source: table("authors"),
    key: ["id"],
    unique: ["name"],
    pools: {
      id: ["a1", "a2", "a4", "a6", "a9", "a10"],
      name: ["ann", "bob", "new", "eve", "fay", null],
      age: [1, 50, null],
      mentor: ["a1", null],
    },
    free: { age: "int", mentor: "text" },
    targets: ["(tenant_id, id)", "(tenant_id, name)"],
  },
  {
    source: table("books"),
    key: ["id"],
    unique: ["title"],
    pools: {
      id: BOOKS,
      author: ["a1", "a2", "a4", "a9", null],
      title: ["ashes", "birds", "new", "newer", "old", null],
      pages: [1, 120, 500, null],
    },
    free: { pages: "int" },
    targets: ["(tenant_id, id)", "(tenant_id, title)"],
  },
  {
    source: table("marks"),
    key: ["book", "word"],
    unique: ["book"],
    pools: { word: ["red", "blue", "new"], book: BOOKS, note: ["x", null], times: [1, 9, 600, 1000, null] },
    free: { note: "text" },
    targets: ["(tenant_id, book, word)", "(tenant_id, book) WHERE times > 500"],
  },
  {
    source: table("tally"),
    key: ["k"],
    unique: [],
    pools: { k: ["red", "blue", "ann", "new", null], n: [1, 2, 77, null] },
    free: { n: "int" },
    targets: ["(tenant_id, k)", "(k, tenant_id)"],
  },
  {
    source: table("order"),
    key: ["select"],
    unique: [],
    pools: { select: ["ashes", "from", "new"], from: [1, 2, null], order: [4, 5] },
    free: { from: "int", order: "int" },
    targets: ['(tenant_id, "select")'],
  },
];

/** Of each table and the view, a column that no two rows have alike. */
export const DISTINCT: readonly (readonly [table: string, column: string])[] = [
  ["authors", "id"],
  ["authors", "name"],
  ["books", "id"],
  ["books", "title"],
  ["tally", "k"],
  ["order", "select"],
  ["long_books", "id"],
  ["long_books", "title"],
];
