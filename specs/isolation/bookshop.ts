import { readSchema } from "#implementations/prism";

/** The tables of the proof: keys of each kind, foreign keys that act, a trigger, views, a full-text index, strange names. */
function definitions(tenantColumn: string): string[] {
  return [
    `CREATE TABLE authors (${tenantColumn}, id TEXT NOT NULL, name TEXT NOT NULL, age INTEGER, mentor TEXT,
      PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, name)) WITHOUT ROWID`,
    `CREATE TABLE books (${tenantColumn}, id TEXT NOT NULL, author TEXT, title TEXT NOT NULL,
      pages INTEGER NOT NULL DEFAULT 0, extra TEXT, PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, title),
      FOREIGN KEY (tenant_id, author) REFERENCES authors (tenant_id, id) ON DELETE CASCADE ON UPDATE CASCADE)`,
    `CREATE TABLE marks (${tenantColumn}, book TEXT NOT NULL, word TEXT NOT NULL, weight REAL,
      times INTEGER CHECK (times < 1000), PRIMARY KEY (tenant_id, book, word),
      FOREIGN KEY (tenant_id, book) REFERENCES books (tenant_id, id) ON DELETE CASCADE)`,
    `CREATE TABLE tally (${tenantColumn}, k TEXT COLLATE NOCASE NOT NULL, n INTEGER NOT NULL DEFAULT 0,
      twice INTEGER AS (n * 2), PRIMARY KEY (tenant_id, k)) STRICT, WITHOUT ROWID`,
    `CREATE TABLE "order" (${tenantColumn}, "select" TEXT NOT NULL, "a""b" INTEGER, "order" INTEGER,
      PRIMARY KEY (tenant_id, "select"))`,
    `CREATE TABLE history (${tenantColumn}, book TEXT NOT NULL, was TEXT NOT NULL, PRIMARY KEY (tenant_id, book, was))`,
    `CREATE TABLE prices (owner TEXT NOT NULL, kind TEXT NOT NULL, amount INTEGER)`,
    `CREATE UNIQUE INDEX marks_top ON marks (tenant_id, book) WHERE times > 500`,
    `CREATE INDEX books_pages ON books (tenant_id, pages)`,
    `CREATE INDEX orders_of_all ON "order" ("a""b", "order")`,
    `CREATE VIEW long_books AS SELECT id, title, pages FROM books WHERE pages > 100`,
    `CREATE VIEW shelf (who, what) AS SELECT a.name, b.title FROM authors AS a JOIN books AS b ON b.author = a.id`,
    `CREATE VIEW names AS SELECT name FROM authors`,
    `CREATE TRIGGER retitled AFTER UPDATE OF title ON books WHEN new.title <> old.title BEGIN
      INSERT OR IGNORE INTO history (tenant_id, book, was) VALUES (new.tenant_id, new.id, old.title); END`,
  ];
}

const INDEX = "CREATE VIRTUAL TABLE texts USING fts5(tenant_id UNINDEXED, book UNINDEXED, body)";
/** What a tenant sees of the prices, which are in one table for all: SQLite asks for an author of its own last. */
const OWN_PRICES =
  "SELECT kind, amount FROM prices WHERE owner = '' OR EXISTS (SELECT 1 FROM authors WHERE owner = ?)";

/** The database that tenants share, as migrations. */
export const SHARED: readonly string[] = [...definitions("tenant_id TEXT NOT NULL"), INDEX];

/** A tenant's own database. What is inserted without saying whose it is, is theirs. */
export function soloDefinitions(tenant: string): string[] {
  return [
    ...definitions(`tenant_id TEXT NOT NULL DEFAULT '${tenant}'`),
    INDEX,
    `CREATE VIEW own_prices AS ${OWN_PRICES.replace("?", `'${tenant}'`)}`,
  ];
}

export const SCHEMA = readSchema(SHARED, {
  column: "tenant_id",
  shared: ["prices"],
  excused: { orders_of_all: "to see that what stands in it is told to nobody" },
  through: { own_prices: OWN_PRICES },
});

/** What no row of the tenant's own has: where it is seen, a row of another tenant has been read. */
export const CANARY = "CANARY";

export interface Row {
  readonly into: string;
  readonly values: readonly (string | number)[];
}

/** Every table with rows, and the columns that make up a row: parents before children. */
export const INTO = {
  authors: "authors (tenant_id, id, name, age, mentor)",
  books: "books (tenant_id, id, author, title, pages, extra)",
  marks: "marks (tenant_id, book, word, weight, times)",
  tally: "tally (tenant_id, k, n)",
  order: `"order" (tenant_id, "select", "a""b", "order")`,
  history: "history (tenant_id, book, was)",
  texts: "texts (tenant_id, book, body)",
  prices: "prices (owner, kind, amount)",
} as const;

/** The name of a table, of what stands behind INSERT INTO. */
export function tableOf(into: string): string {
  return into.slice(0, into.indexOf(" ("));
}

/** The rows of a tenant whose statements are tried. None of them makes a function raise. */
export function ownRows(tenant: string): Row[] {
  const of = (table: keyof typeof INTO, rows: readonly (readonly (string | number)[])[]): Row[] =>
    rows.map((values) => ({ into: INTO[table], values: [tenant, ...values] }));
  return [
    ...of("authors", [
      ["a1", "ann", 31, "a2"],
      ["a2", "bob", 45, "a3"],
      ["a3", "cid", 45, "a1"],
      ["a4", "dee", 62, "none"],
    ]),
    ...of("books", [
      ["k1", "a1", "ashes", 120, '{"n":1,"t":"x","l":[1,2]}'],
      ["k2", "a1", "birds", 80, '{"n":2,"t":"y","l":[]}'],
      ["k3", "a2", "coal", 300, '{"n":3}'],
      ["k4", "a3", "dunes", 0, "[1,2,3]"],
      ["k5", "a3", "it's", 120, "null"],
    ]),
    ...of("marks", [
      ["k1", "red", 0.25, 3],
      ["k1", "blue", 1.5, 7],
      ["k2", "red", 0.75, 600],
      ["k3", "gr%", 2, 12],
    ]),
    ...of("tally", [
      ["red", 4],
      ["blue", 9],
      ["ann", 0],
    ]),
    ...of("order", [
      ["ashes", 1, 10],
      ["from", 2, 20],
      ["k3", 3, 30],
    ]),
    ...of("history", [["k1", "old ashes"]]),
    ...of("texts", [
      ["k1", "red birds over ashes"],
      ["k2", "blue coal and red dunes"],
      ["k3", "nothing but coal"],
    ]),
    ...of("prices", [["own", 5]]),
  ];
}

const LONG = `${CANARY} ${"red coal ".repeat(60)}`;
const GREATEST = "9223372036854775807";

/**
 * The rows of another tenant: of the same keys, so that what confuses them is seen, and such that a condition of the
 * author's would raise over them: malformed JSON, numbers that overflow, patterns too long to be matched.
 */
export function foreignRows(tenant: string): Row[] {
  const of = (table: keyof typeof INTO, rows: readonly (readonly (string | number)[])[]): Row[] =>
    rows.map((values) => ({ into: INTO[table], values: [tenant, ...values] }));
  return [
    ...of("authors", [
      ["a1", "ann", `-${GREATEST}`, "a2"],
      ["a2", `${CANARY} b`, GREATEST, "a1"],
      ["a9", `${CANARY} c`, GREATEST, "a9"],
    ]),
    ...of("books", [
      ["k1", "a1", "ashes", GREATEST, `{"n":${CANARY}`],
      ["k2", "a2", `${CANARY} birds`, GREATEST, `{${CANARY}`],
      ["k3", "a9", LONG, "-9223372036854775808", `[1,2,${CANARY}`],
      ["k9", "a9", `${CANARY} nine`, 777_000_001, `{"n":777000002,"t":"${CANARY}"}`],
    ]),
    ...of("marks", [
      ["k1", "red", 777_000.5, 999],
      ["k2", LONG, 777_001.5, 998],
      ["k9", `${CANARY}%${"_".repeat(60)}`, 777_002.5, 997],
    ]),
    ...of("tally", [
      ["red", 4_000_000_000_000_000],
      ["zed", 777_000_003],
      [CANARY, 777_000_004],
    ]),
    ...of("order", [
      ["ashes", GREATEST, GREATEST],
      [`${CANARY} from`, 777_000_005, "-9223372036854775808"],
    ]),
    ...of("history", [
      ["k1", "old ashes"],
      ["k9", `${CANARY} was`],
    ]),
    ...of("texts", [
      ["k1", `${CANARY} red birds over ashes`],
      ["k9", LONG],
    ]),
    ...of("prices", [
      [`${CANARY} price`, 777_000_007],
      [`${CANARY} least`, "-9223372036854775808"],
    ]),
  ];
}

/** The neighbours of a tenant: among them such as a careless comparison would take for the same. */
export function neighboursOf(tenant: string): string[] {
  return ["a", "b", "c", tenant.toUpperCase(), `${tenant} `, ""].filter((other) => other !== tenant);
}

/** A price of the house itself, which all see. */
export const COMMON: Row = { into: INTO.prices, values: ["", "common", 9] };

/** What a statement that inserts a row is. */
export function insertion({ into, values }: Row): string {
  return `INSERT INTO ${into} VALUES (${values.map(literal).join(", ")})`;
}

function literal(value: string | number): string {
  const isNumber = typeof value === "number" || /^-?9223372036854775\d{3}$/.test(value);
  return isNumber ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
