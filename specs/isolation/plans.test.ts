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
  const raising = "WITH s AS (SELECT 1 FROM authors WHERE json(name))";
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
    [`${raising} SELECT 1 FROM books WHERE pages > 5000 AND pages < EXISTS (SELECT 1 FROM s)`],
    [`${raising} SELECT 1 FROM books WHERE pages > 5000 AND pages < (1 IN s)`],
    [of("pages < (SELECT count(*) OVER (ROWS -1 PRECEDING) FROM tally)")],
    ["SELECT json('{') AS j FROM books WHERE pages > 5000 AND (pages, title) < (j, 'x')"],
  );
  expect(outcomes.map(({ error, isMisread }) => [error, isMisread])).toEqual(
    outcomes.map(() => [undefined, false]),
  );
});

test("a condition that raises looks at no entry of another tenant's in an index that is not led by the tenant", async () => {
  const of = (condition: string) => `"a""b" = 777000005 AND "order" < 7 AND ${condition}`;
  const outcomes = await tried(
    [`SELECT 1 FROM "order" WHERE ${of("json('{' || \"order\")")}`],
    [`SELECT 1 FROM "order" WHERE ${of('abs("order")')}`],
    [`SELECT 1 FROM (SELECT *, abs("order") AS size FROM "order") WHERE ${of("size > 1")}`],
    [`DELETE FROM "order" WHERE ${of('abs("order") > 1')}`],
    [`UPDATE "order" AS o SET "order" = 1 WHERE ${of("json('{' || o.\"order\")")}`],
    [`UPDATE "order" SET "order" = 1 FROM authors WHERE ${of('age > "order" AND abs("order") > 1')}`],
  );
  expect(outcomes.map(({ error }) => error)).toEqual(outcomes.map(() => undefined));
});

test("nor at a row that a view over a shared table leaves out", async () => {
  const dear = "SELECT kind FROM own_prices WHERE amount > 777000000";
  const outcomes = await tried(
    ["SELECT kind FROM own_prices WHERE abs(amount) > 1"],
    [`${dear} AND json('{' || amount)`],
    [`${dear} AND amount IN (SELECT amount LIMIT ?)`, "one"],
    ["SELECT kind FROM own_prices WHERE amount IN (SELECT amount LIMIT ?)", "one"],
  );
  expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined, expect.anything()]);
});
