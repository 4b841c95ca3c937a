import type { StatementRefused } from "#implementations/prism";
import { expect, test } from "vitest";
import type { Value } from "./grammar/index.ts";
import { scoper, tried } from "./tried.ts";

function refusal(sql: string): string | undefined {
  try {
    scoper.scope(sql);
    return undefined;
  } catch (error) {
    return (error as StatementRefused).reason;
  }
}

test("parameters are numbered in the order of the text, in a compound and behind a WITH too", async () => {
  const [one, two] = await tried(
    ["SELECT ?, ? UNION ALL SELECT ?, 4 ORDER BY 1 LIMIT ?, ?", 1, 2, 3, 1, 9],
    ["WITH a AS (SELECT ? AS x) SELECT ?, x FROM a WHERE x < ? UNION SELECT ?, ?3", 1, 2, 3, 4],
  );
  expect(one?.rows).toEqual([[3, 4]]);
  expect(two?.rows).toEqual([
    [2, 1],
    [4, 3],
  ]);
});

test("a star does not stand for the column by which a full-text index is asked", async () => {
  const [all, joined] = await tried(
    ["SELECT * FROM texts WHERE texts MATCH 'ashes'"],
    [
      "SELECT *, t.* FROM books AS b JOIN texts AS t ON t.book = b.id, (SELECT 1 AS one) AS s WHERE texts MATCH 'ashes'",
    ],
    ["SELECT * FROM (SELECT * FROM texts)"],
    ["SELECT book FROM texts WHERE texts.body MATCH 'coal'"],
    ["SELECT highlight(texts, 2, '[', ']') FROM texts WHERE texts MATCH 'coal'"],
    ["SELECT book FROM (texts LEFT JOIN books ON books.id = book) WHERE texts MATCH 'coal'"],
  );
  expect(all?.names).toEqual(["tenant_id", "book", "body"]);
  expect(joined?.rows).toHaveLength(1);
  expect(refusal("SELECT * FROM texts JOIN books USING (tenant_id)")).toMatch("to be named");
  expect(refusal("SELECT t.* FROM texts AS t FULL JOIN books USING (tenant_id)")).toMatch("to be named");
  expect(refusal("SELECT * FROM texts, (SELECT 1)")).toMatch("to have a name");
  expect(refusal("SELECT 1 FROM texts NATURAL JOIN texts AS t")).toMatch("columns that are named");
});

test("a full-text index is asked what matches, and nothing that counts what others ask or have", () => {
  for (const sql of [
    "SELECT texts FROM texts",
    'SELECT t."TEXTS" FROM texts AS t',
    "SELECT 1 FROM texts WHERE texts = 'red'",
    "SELECT bm25(texts) FROM texts",
    "INSERT INTO texts (texts) VALUES ('rebuild')",
    "INSERT INTO texts (texts, rank) VALUES ('rank', 'bm25(10)')",
    "INSERT INTO texts (rank) VALUES ('bm25(10)')",
  ]) {
    expect(refusal(sql), sql).toBeDefined();
  }
});

test("a full-text index is not asked across an outer join, where SQLite cannot", () => {
  for (const join of ["LEFT JOIN texts", "FULL JOIN texts", "RIGHT JOIN texts"]) {
    expect(refusal(`SELECT 1 FROM books ${join} ON 1 WHERE texts MATCH 'red'`)).toMatch("outer join");
  }
  expect(refusal("SELECT 1 FROM books WHERE title MATCH 'red'")).toMatch("only a full-text index");
  expect(refusal("WITH texts AS (SELECT 'x' AS body) SELECT 1 FROM texts WHERE body MATCH 'x'")).toMatch(
    "only a",
  );
  expect(refusal("SELECT 1 FROM texts, marks WHERE word MATCH 'red'")).toMatch("only a full-text index");
  expect(refusal("DELETE FROM books WHERE title MATCH 'red'")).toMatch("only a full-text index");
});

test("a column of no name is called as SQLite calls it", async () => {
  const outcomes = await tried(
    ['SELECT (id), id COLLATE NOCASE, TITLE, 1 + 1 /* two */, "id", [id] FROM books'],
    ["SELECT * FROM (SELECT (id) COLLATE NOCASE, likely(title), +pages, 'x' FROM books)"],
    ["SELECT title FROM (SELECT title COLLATE NOCASE FROM books)"],
    [
      "WITH a AS (SELECT title COLLATE BINARY FROM books) DELETE FROM books WHERE title IN (SELECT title FROM a) RETURNING (id), id COLLATE NOCASE",
    ],
    ["VALUES (1, 2)"],
    ["SELECT 1 -- one\n, 2"],
  );
  expect(outcomes[0]?.names).toEqual(["id", "id COLLATE NOCASE", "title", "1 + 1 /* two */", "id", "id"]);
  expect(outcomes[3]?.names).toEqual(["id", "id COLLATE NOCASE"]);
});

test("a name in double quotes that is no column's is a text, in workerd, with and without a tenant beside it", async () => {
  const [text] = await tried(
    ['SELECT "draft"'],
    ['SELECT "draft" FROM books WHERE "no column" <> title'],
    ['SELECT id FROM books WHERE title = "ashes"'],
    ["SELECT draft FROM books"],
  );
  expect(text?.rows).toEqual([["draft"]]);
});

test("what ends more than the statement is refused: OR ROLLBACK and OR FAIL", () => {
  for (const verb of ["ROLLBACK", "FAIL", "rollback"]) {
    expect(refusal(`INSERT OR ${verb} INTO books (id, title) VALUES ('k1', 'x')`)).toMatch("ends more");
    expect(refusal(`UPDATE OR ${verb} books SET title = 'ashes'`)).toMatch("ends more");
  }
});

test("a statement with a NUL is refused, wherever it is", () => {
  for (const sql of ["SELECT 1\0", "SELECT 'a\0b'", "\0SELECT 1", "SELECT 1 /* \0 */"])
    expect(refusal(sql)).toMatch("NUL");
});

test("a RETURNING reads no other row of the table that is written to, for SQLite would read it once or again by its place", async () => {
  const insert = "INSERT INTO tally (k, n) VALUES ('x', 1), ('y', 2) RETURNING";
  for (const sql of [
    `${insert} (SELECT sum(n) FROM tally)`,
    `${insert} k IN (SELECT k FROM (SELECT * FROM main.tally))`,
    "DELETE FROM books RETURNING EXISTS (SELECT 1 FROM shelf)",
    "UPDATE books SET pages = 1 RETURNING (SELECT max(pages) FROM long_books)",
  ]) {
    expect(refusal(sql), sql).toMatch("reads no other row");
  }
  const [others] = await tried([`${insert} (SELECT count(*) FROM books)`], [`${insert} k, n, twice`]);
  expect(others?.rows).toEqual([[5], [5]]);
});

test("the number that a row has is refused, in every spelling", () => {
  for (const name of ["rowid", "OID", '"rowid"', "[_rowid_]", "`oid`", "b.rowid", 'b."_ROWID_"']) {
    expect(refusal(`SELECT ${name} FROM books AS b`), name).toMatch("counts the rows");
  }
  expect(refusal("UPDATE books SET rowid = 1")).toMatch("counts the rows");
  expect(refusal("INSERT INTO books (oid, id, title) VALUES (1, 'k', 't')")).toMatch("counts the rows");
});

test("no condition is asked of another tenant's row: none raises over what is there", async () => {
  const outcomes = await tried(
    ["SELECT id FROM books WHERE json_extract(extra, '$.n') = 1"],
    ["UPDATE books SET pages = pages + 1 WHERE json_extract(extra, '$.n') = 1"],
    ["DELETE FROM books WHERE json_extract(extra, '$.n') = 1 OR abs(pages) < 0"],
    ["DELETE FROM marks WHERE 'red' LIKE word RETURNING word"],
    ["SELECT sum(pages), sum(age) FROM books, authors"],
    ["SELECT value FROM books, json_each(extra)"],
    ["UPDATE texts SET body = 'x' WHERE json_valid(body) OR 'x' LIKE body"],
    ["DELETE FROM texts WHERE abs(length(body)) > 5"],
  );
  expect(outcomes.every(({ error }) => error === undefined)).toBe(true);
});

test("what raises over a row of the tenant's own raises here as there", async () => {
  const bad = "UPDATE books SET extra = '{' WHERE id = 'k1' RETURNING json_extract(extra, '$')";
  const outcomes = await tried(
    [bad],
    ["SELECT abs(-9223372036854775808)"],
    ["SELECT sum(x) FROM (SELECT 9223372036854775807 AS x UNION ALL SELECT 1)"],
    ["INSERT INTO books (id, title) VALUES ('k1', 'x')"],
    ["INSERT INTO books (id) VALUES ('k8')"],
    ["INSERT INTO books (id, title, author) VALUES ('k8', 'x', 'a9')"],
    ["INSERT INTO marks (book, word, times) VALUES ('k1', 'x', 1000)"],
    ["INSERT INTO tally (k, n) VALUES ('x', 'y')"],
  );
  expect(outcomes.map(({ error }) => error)).toEqual([
    "json",
    "overflow",
    "overflow",
    "unique",
    "not null",
    "foreign key",
    "check",
    "datatype",
  ]);
});

test("a bound of workerd's SQLite is the same bound, or a statement near it is refused", async () => {
  const statements: [string, ...Value[]][] = [];
  const offer = (sql: string, ...values: Value[]): void =>
    void (refusal(sql) ?? statements.push([sql, ...values]));
  for (let n = 80; n <= 102; n++) {
    offer(`SELECT ${"1 + ".repeat(n - 1)}1 FROM books`);
    offer(`DELETE FROM books WHERE ${"pages + ".repeat(n - 2)}1 > 0`);
    offer(`SELECT id FROM books WHERE ${"NOT ".repeat(n - 1)}pages`);
    offer(`SELECT id FROM long_books WHERE ${"id = '' OR ".repeat(n - 2)}pages`);
    offer(`SELECT ?${n}`, ...Array.from({ length: n }, () => 1));
    offer(`SELECT ?${n} FROM books`, ...Array.from({ length: n }, () => 1));
  }
  for (let n = 1; n <= 7; n++)
    offer(Array.from({ length: n }, (_, at) => `SELECT ${at} FROM books`).join(" UNION "));
  for (let n = 48; n <= 52; n++) offer(`SELECT id FROM books WHERE title LIKE '${"a".repeat(n)}'`);
  for (let n = 30; n <= 34; n++)
    offer(`SELECT concat(${Array.from({ length: n }, () => "id").join(", ")}) FROM books`);
  for (let n = 96; n <= 101; n++)
    offer(`SELECT ${Array.from({ length: n }, () => "id").join(", ")} FROM books`);
  for (let n = 62; n <= 65; n++)
    offer(`SELECT 1 FROM ${Array.from({ length: n }, (_, at) => `tally AS t${at}`).join(", ")} LIMIT 1`);
  for (const length of [90_000, 99_900, 99_950, 99_990, 100_010]) {
    const head = "SELECT id FROM books WHERE title <> '";
    offer(`${head}${"a".repeat(length - head.length - 1)}'`);
    offer(`${head}${"\u20ac".repeat(Math.floor((length - head.length - 1) / 3))}'`);
  }
  for (let n = 20; n <= 60; n += 10) {
    const from = Array.from({ length: n }, (_, at) => `tally AS t${at}`).join(", ");
    for (let deep = 30; deep < 100; deep += 5)
      offer(`SELECT 1 FROM ${from} WHERE ${"1 + ".repeat(deep)}t1.n LIMIT 1`);
  }
  expect(statements.length).toBeGreaterThan(150);
  const outcomes = await tried(...statements);
  expect(outcomes.some(({ error }) => error === "limit")).toBe(true);
});

test("an ON says of which table a column is that a RIGHT or FULL join merges further right", async () => {
  const of = (column: string, join: string) =>
    `SELECT 1 FROM books AS b LEFT JOIN authors AS n ON ${column} IS NULL ${join} authors AS t USING (name)`;
  for (const join of ["RIGHT JOIN", "FULL JOIN"]) {
    expect(refusal(of("name", join))).toBe("name may be of either table here: say of which");
    expect(refusal(of('"NAME"', join))).toBe("NAME may be of either table here: say of which");
  }
  expect(refusal("SELECT 1 FROM books JOIN authors ON age NATURAL RIGHT JOIN names")).toContain("age may be");
  const inside = (join: string) =>
    `SELECT 1 FROM ((authors JOIN texts ON book NOTNULL) JOIN tally ON 1) ${join} history AS books USING (BOOK)`;
  expect(refusal(inside("RIGHT JOIN"))).toContain("book may be of either");
  await tried([inside("LEFT JOIN")], [inside("FULL JOIN").replace("book N", "texts.book N")]);
  await tried([of("n.name", "RIGHT JOIN")], [of("n.name", "FULL JOIN")], [of("name", "LEFT JOIN")]);
});

test("a NATURAL join beside a join in parentheses is refused, for SQLite compares numbers of rows there", async () => {
  const of = (join: string, using: string) =>
    `SELECT 1 FROM tally LEFT JOIN (marks JOIN books ON author = books.id) ON 0 ${join} (tally AS t JOIN "order" ON 1)${using}`;
  expect(refusal(of("NATURAL JOIN", ""))).toContain("numbers of rows");
  expect(refusal('SELECT 1 FROM (books JOIN marks ON 1) NATURAL JOIN "order"')).toContain("numbers of rows");
  await tried([of("JOIN", " USING (tenant_id)")], ["SELECT 1 FROM books NATURAL JOIN marks"]);
});

test("two tables of one name are refused where a RIGHT or FULL join merges columns of both", async () => {
  const of = (join: string) => `SELECT marks.WEIGHT FROM marks ${join}`;
  for (const join of [
    "NATURAL FULL JOIN marks",
    "NATURAL JOIN books NATURAL RIGHT JOIN Marks",
    "FULL JOIN (books JOIN marks ON 1) USING (weight)",
    "FULL JOIN books AS MARKS USING (tenant_id)",
  ])
    expect(refusal(of(join))).toMatch(/^two tables are called marks here/i);
  await tried(
    [of("NATURAL FULL JOIN marks AS m")],
    [of("NATURAL LEFT JOIN marks")],
    [of("FULL JOIN (books JOIN marks AS m ON 1) USING (weight)")],
  );
});
