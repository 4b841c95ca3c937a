import { readSchema } from "#implementations/prism";
import type { Column, Source, Type } from "../grammar/tables.ts";

/**
 * The tables of the second opinion, in words that SQLite and PostgreSQL both read. Numbers are whole, and texts are of lower
 * case letters and digits, which both put in one order and match alike.
 */
export const DEFINITIONS: readonly string[] = [
  `CREATE TABLE authors (tenant_id TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, age BIGINT, mentor TEXT,
    PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, name))`,
  `CREATE TABLE books (tenant_id TEXT NOT NULL, id TEXT NOT NULL, author TEXT, title TEXT NOT NULL,
    pages BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, title),
    FOREIGN KEY (tenant_id, author) REFERENCES authors (tenant_id, id) ON DELETE CASCADE ON UPDATE CASCADE)`,
  `CREATE TABLE marks (tenant_id TEXT NOT NULL, book TEXT NOT NULL, word TEXT NOT NULL, note TEXT,
    times BIGINT CHECK (times < 1000), PRIMARY KEY (tenant_id, book, word),
    FOREIGN KEY (tenant_id, book) REFERENCES books (tenant_id, id) ON DELETE CASCADE)`,
  `CREATE TABLE tally (tenant_id TEXT NOT NULL, k TEXT NOT NULL, n BIGINT NOT NULL DEFAULT 0,
    twice BIGINT GENERATED ALWAYS AS (n * 2) STORED, PRIMARY KEY (tenant_id, k))`,
  `CREATE TABLE "order" (tenant_id TEXT NOT NULL, "select" TEXT NOT NULL, "from" BIGINT, "order" BIGINT,
    PRIMARY KEY (tenant_id, "select"))`,
  `CREATE UNIQUE INDEX marks_top ON marks (tenant_id, book) WHERE times > 500`,
  `CREATE VIEW long_books AS SELECT id, title, pages FROM books WHERE pages > 100`,
];

export const SCHEMA = readSchema(DEFINITIONS, { column: "tenant_id" });

const column =
  (type: Type) =>
  (name: string): Column => ({ name, type });
const [word, number] = [column("text"), column("int")];

/** What the tables and the view have. */
export const SOURCES: readonly Source[] = [
  {
    name: "authors",
    columns: [word("tenant_id"), word("id"), word("name"), number("age"), word("mentor")],
    key: ["id"],
  },
  {
    name: "books",
    columns: [word("tenant_id"), word("id"), word("author"), word("title"), number("pages")],
    key: ["id"],
  },
  {
    name: "marks",
    columns: [word("tenant_id"), word("book"), word("word"), word("note"), number("times")],
    key: ["book", "word"],
  },
  { name: "tally", columns: [word("tenant_id"), word("k"), number("n"), number("twice")], key: ["k"] },
  {
    name: "order",
    columns: [word("tenant_id"), word("select"), number("from"), number("order")],
    key: ["select"],
  },
  { name: "long_books", columns: [word("id"), word("title"), number("pages")], key: ["id"] },
];

/** Those whose statements are tried. */
export const TENANTS = ["a", "b", "c"] as const;
/** Others, such as a careless comparison would take for one of them: they have a row in each table. */
const STRANGERS = ["", "A", "a "] as const;
const ALL: readonly string[] = [...TENANTS, ...STRANGERS];

/** What only one tenant's rows have. */
const canaryOf = (tenant: string): string => `canary${ALL.indexOf(tenant)}`;

/** Whether a text is out of a row that is another tenant's. No statement says a canary. */
export function showsOthers(text: string, tenant: string): boolean {
  return ALL.some((other) => other !== tenant && text.includes(canaryOf(other)));
}

const INTO = {
  authors: "authors (tenant_id, id, name, age, mentor)",
  books: "books (tenant_id, id, author, title, pages)",
  marks: "marks (tenant_id, book, word, note, times)",
  tally: "tally (tenant_id, k, n)",
  order: `"order" (tenant_id, "select", "from", "order")`,
} as const;

type Cell = string | number | null;

/** Rows of the same keys for each, parents before children; what else is in them differs. */
function rowsOf(tenant: string): readonly (readonly [keyof typeof INTO, readonly Cell[]])[] {
  const [at, canary] = [ALL.indexOf(tenant), canaryOf(tenant)];
  const one: ReturnType<typeof rowsOf> = [
    ["authors", ["a1", canary, 31, null]],
    ["books", ["k1", "a1", canary, 200]],
    ["marks", ["k1", "red", canary, 3]],
    ["tally", ["red", 4]],
    ["order", [canary, 1, 10]],
  ];
  if (!TENANTS.some((known) => known === tenant)) return one;
  return [
    ["authors", ["a1", "ann", 31 + at, "a2"]],
    ["authors", ["a2", "bob", 45, "a3"]],
    ["authors", ["a3", canary, 45, "a1"]],
    ["authors", [`a${4 + at}`, "dee", null, null]],
    ["books", ["k1", "a1", "ashes", 120 + at]],
    ["books", ["k2", "a1", "birds", 80]],
    ["books", ["k3", "a2", canary, 300 + at]],
    ["books", [`k${4 + at}`, null, "dunes", 0]],
    ["marks", ["k1", "red", canary, 3]],
    ["marks", ["k1", "blue", null, 600 + at]],
    ["marks", ["k2", "red", "new", null]],
    ["marks", ["k3", canary, "red", 12]],
    ["tally", ["red", 4 + at]],
    ["tally", ["ann", 0]],
    ["tally", [canary, 9]],
    ["order", ["ashes", 1, 10]],
    ["order", ["k3", 2, null]],
    ["order", [canary, null, 30 + at]],
  ];
}

/** Statements that fill the tables, the tenants' rows among each other. */
export function fillings(): string[] {
  return Object.keys(INTO).flatMap((name) =>
    ALL.toReversed()
      .flatMap((tenant) => rowsOf(tenant).map(([table, cells]) => ({ table, cells: [tenant, ...cells] })))
      .filter(({ table }) => table === name)
      .map(({ table, cells }) => `INSERT INTO ${INTO[table]} VALUES (${cells.map(literal).join(", ")})`),
  );
}

function literal(cell: Cell): string {
  return typeof cell === "string" ? `'${cell}'` : String(cell ?? "NULL");
}

/** The tables whose rows are tenants'. */
export const TABLES = Object.keys(INTO);

/** All rows of all tenants, of every table: six texts each. */
export const STATE = SOURCES.filter(({ name }) => name in INTO)
  .map(({ name, columns }) => {
    const cells = columns.map((one) => `CAST("${one.name}" AS TEXT)`);
    const padded = [...cells, "CAST(NULL AS TEXT)"].slice(0, 5);
    return `SELECT '${name}', ${padded.join(", ")} FROM "${name}"`;
  })
  .join(" UNION ALL ");
