/** What a generated expression is, so that no tenant's own row makes a function raise and no order is left to chance. */
export type Type = "text" | "int" | "real" | "json" | "nocase" | "pattern";

export interface Column {
  readonly name: string;
  readonly type: Type;
}

/** What stands in a FROM, as far as an expression cares. */
export interface Source {
  /** As it is called there. */
  readonly name: string;
  readonly columns: readonly Column[];
  /** Columns that no two rows have alike, if that is known. */
  readonly key: readonly string[] | undefined;
}

const column =
  (type: Type) =>
  (name: string): Column => ({ name, type });
const [text, int, real] = [column("text"), column("int"), column("real")];

/** What the tables and views of the shop have. */
export const SOURCES: readonly Source[] = [
  {
    name: "authors",
    columns: [text("tenant_id"), text("id"), text("name"), int("age"), text("mentor")],
    key: ["id"],
  },
  {
    name: "books",
    columns: [
      text("tenant_id"),
      text("id"),
      text("author"),
      text("title"),
      int("pages"),
      { name: "extra", type: "json" },
    ],
    key: ["id"],
  },
  {
    name: "marks",
    columns: [
      text("tenant_id"),
      text("book"),
      { name: "word", type: "pattern" },
      real("weight"),
      int("times"),
    ],
    key: ["book", "word"],
  },
  {
    name: "tally",
    columns: [text("tenant_id"), { name: "k", type: "nocase" }, int("n"), int("twice")],
    key: ["k"],
  },
  {
    name: "order",
    columns: [text("tenant_id"), text("select"), int('a"b'), int("order")],
    key: ["select"],
  },
  { name: "history", columns: [text("tenant_id"), text("book"), text("was")], key: ["book", "was"] },
  { name: "texts", columns: [text("tenant_id"), text("book"), text("body")], key: undefined },
  { name: "long_books", columns: [text("id"), text("title"), int("pages")], key: ["id"] },
  { name: "shelf", columns: [text("who"), text("what")], key: ["what"] },
  { name: "names", columns: [text("name")], key: ["name"] },
  { name: "own_prices", columns: [text("kind"), int("amount")], key: undefined },
];

/** Tables and views by the name that statements use. */
export const BY_NAME: ReadonlyMap<string, Source> = new Map(SOURCES.map((source) => [source.name, source]));

/** Whether a column of one type may stand where another is asked for. */
export function fits(type: Type, wanted: Type): boolean {
  return type === wanted || (wanted === "text" && type === "pattern");
}

/** What a SELECT of these types brings into sight under a name. */
export function asSource(name: string, types: readonly Type[], names: readonly string[]): Source {
  const columns = types.map((type, at): Column => ({ name: names[at] ?? "", type }));
  return { name, columns, key: undefined };
}
