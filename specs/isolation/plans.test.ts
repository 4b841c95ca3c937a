import { expect, test } from "vitest";
import { tried } from "./tried.ts";

// The tenant's condition gives SQLite another plan than the author's text has on a database of one tenant. Where a plan shows, it is
// to show nothing of another's rows.

test("rows to insert are all read before the first of them takes others with it", async () => {
  const into = "INSERT OR REPLACE INTO books (id, title) SELECT book, word FROM marks ORDER BY 1, 2";
  const [, kept] = await tried(
    [into],
    [`${into} RETURNING id, title`],
    [
      "REPLACE INTO books (id, title) SELECT m.book, word FROM (marks AS m JOIN tally ON word = k) ORDER BY 1, 2",
    ],
    [
      "INSERT INTO authors (id, name) SELECT author, title FROM books WHERE true ORDER BY id ON CONFLICT (id) DO UPDATE SET id = 'new ' || id",
    ],
  );
  expect(kept?.rows).toHaveLength(4);
});

test("a bound that raises is looked at where there is a row of the tenant's own, and not where another's is next in an index", async () => {
  const of = (condition: string) => `SELECT 1 FROM books WHERE pages > 5000 AND ${condition}`;
  const outcomes = await tried(
    [of("pages < json_extract('{', '$.n')")],
    [of("pages < '{' -> '$.n'")],
    [of("json_extract(?, '$.') >= pages"), "{}"],
    [of("pages BETWEEN 1 AND abs(-9223372036854775808)")],
    [of("(pages, title) <= (abs(-9223372036854775808), 'x')")],
    [of("pages < (SELECT json('{') FROM authors)")],
    ["SELECT 1 FROM (SELECT json('{') AS j FROM authors) AS s, books WHERE pages > 5000 AND pages < j"],
    [
      "SELECT 1 FROM (SELECT json(name) AS j FROM authors) AS s CROSS JOIN books WHERE pages > 5000 AND s.j > pages",
    ],
    [
      "WITH s AS (SELECT json(name) AS j FROM authors) SELECT 1 FROM s CROSS JOIN books WHERE pages > 5000 AND pages BETWEEN 1 AND j",
    ],
    ["SELECT json('{') AS j FROM books WHERE pages > 5000 AND pages < j"],
    ["SELECT json('{') AS j FROM books WHERE pages > 5000 AND (pages, title) < (j, 'x')"],
  );
  expect(outcomes.map(({ error, isMisread }) => [error, isMisread])).toEqual(
    outcomes.map(() => [undefined, false]),
  );
});
