import type { Value } from "./author.ts";
import { BY_NAME, type Source, type Type } from "./tables.ts";

/** A table that statements write to, and what may be written so that only one thing can go wrong. */
export interface Written {
  readonly source: Source;
  readonly key: readonly string[];
  /** What goes into its columns. The last column of the key first. */
  readonly pools: Readonly<Record<string, readonly Value[]>>;
  /** Columns which many rows may be given at once, and of which type. */
  readonly free: Readonly<Record<string, Type>>;
  /** What a conflict can be over. */
  readonly targets: readonly string[];
}

export const table = (name: string): Source => BY_NAME.get(name) as Source;
const BOOKS = ["k1", "k2", "k3", "k4", "k7", "k8", "k9"];

export const WRITTEN: readonly Written[] = [
  {
    source: table("authors"),
    key: ["id"],
    pools: {
      id: ["a1", "a2", "a4", "a7", "a9"],
      name: ["ann", "bob", "new", "eve", null],
      age: [1, 50, null],
      mentor: ["a1", null],
    },
    free: { age: "int", mentor: "text" },
    targets: ["tenant_id, id", "tenant_id, name"],
  },
  {
    source: table("books"),
    key: ["id"],
    pools: {
      id: BOOKS,
      author: ["a1", "a2", "a4", "a9", null],
      title: ["ashes", "birds", "new", "newer", null],
      pages: [1, 120, 500],
      extra: ['{"n":7}', "[]", null],
    },
    free: { pages: "int", extra: "json" },
    targets: ["tenant_id, id", "tenant_id, title"],
  },
  {
    source: table("marks"),
    key: ["book", "word"],
    pools: { word: ["red", "blue", "new"], book: BOOKS, weight: [0.5, null], times: [1, 9, 600, 1000, null] },
    free: { weight: "real" },
    targets: ["tenant_id, book, word", "tenant_id, book) WHERE (times > 500"],
  },
  {
    source: table("tally"),
    key: ["k"],
    pools: { k: ["red", "blue", "ann", "new"], n: [1, 2, 77, "x", null] },
    free: { n: "int" },
    targets: ["tenant_id, k", "k, tenant_id"],
  },
  {
    source: table("order"),
    key: ["select"],
    pools: { select: ["ashes", "from", "new"], 'a"b': [1, 2, null], order: [4, 5] },
    free: { 'a"b': "int", order: "int" },
    targets: ['tenant_id, "select"', "`select`, [tenant_id]"],
  },
];
