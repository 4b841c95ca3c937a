import { expect, test } from "vitest";
import { tried } from "./tried.ts";
import { reworded } from "./reworded.ts";

// SQLite 3.53 loses conditions of a UNION ALL that another SELECT reads, one of whose SELECTs reads a subselect, and one of which
// has a RIGHT or FULL join. Decision 018 has the statement.

test("a compound with a RIGHT or FULL join in it keeps the conditions of all its SELECTs", async () => {
  const of = (join: string) =>
    `SELECT * FROM (SELECT "select" FROM "order" WHERE "select" ISNULL UNION ALL SELECT m.book FROM authors ${join} marks AS m ON 1)`;
  const outcomes = await tried([of("RIGHT JOIN")], [of("FULL JOIN")], [of("LEFT JOIN")]);
  expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
  expect(outcomes.map(({ isMisread }) => isMisread)).toEqual([false, false, false]);
});

test("what SQLite misreads on a database of the tenant's own is as it says itself if it merges no compound", async () => {
  const of = (join: string) =>
    `SELECT * FROM (SELECT s FROM (SELECT "select" AS s FROM "order") WHERE s ISNULL UNION ALL SELECT m.book FROM authors ${join} marks AS m ON 1)`;
  const outcomes = await tried([of("RIGHT JOIN")], [of("FULL JOIN")], [of("LEFT JOIN")]);
  expect(outcomes.map(({ isMisread }) => isMisread)).toEqual([true, true, false]);
});

test("an author's text is reworded by an OFFSET of nothing and by reading first, and by nothing else", () => {
  const both = "SELECT 1 UNION ALL SELECT 2";
  expect(reworded(`${both} -- so far`)).toBe(`${both} LIMIT -1 OFFSET 0 -- so far`);
  expect(reworded(`${both} LIMIT 1`)).toBe(`${both} LIMIT 1 OFFSET 0`);
  expect(reworded(`SELECT (${both}) FROM (${both} UNION SELECT 3)`)).toBe(
    `SELECT (${both} LIMIT -1 OFFSET 0) FROM (${both} UNION SELECT 3 LIMIT -1 OFFSET 0)`,
  );
  expect(reworded(`INSERT INTO a ${both} ON CONFLICT DO NOTHING`)).toBe(
    `INSERT INTO a WITH "read" AS MATERIALIZED (${both} LIMIT -1 OFFSET 0) SELECT * FROM "read" WHERE true ON CONFLICT DO NOTHING`,
  );
  expect(reworded("REPLACE INTO a SELECT 1")).toBe(
    'REPLACE INTO a WITH "read" AS MATERIALIZED (SELECT 1) SELECT * FROM "read" WHERE true',
  );
  for (const sql of [
    `${both} LIMIT 1 OFFSET 1`,
    "SELECT 1 UNION SELECT 2",
    "SELECT 1 UNION ALL VALUES (2)",
    "SELECT 'x UNION ALL y'",
    "no statement",
    "INSERT INTO a SELECT 1",
    "REPLACE INTO a VALUES (1)",
  ]) {
    expect(reworded(sql)).toBe(sql);
  }
});

test("whether a value is looked at that no row of the answer needs is left open: it is as for the scoped text", async () => {
  const raising = "SELECT title AS c FROM marks JOIN books WHERE json_extract(title, '$.n') > times";
  const outcomes = await tried(
    [`SELECT 1 FROM (SELECT 'y' AS c FROM tally WHERE n > 99) AS none JOIN (${raising}) AS s USING (c)`],
    [raising],
  );
  expect(outcomes.map(({ error, isMisread }) => [error, isMisread])).toEqual([
    ["json", true],
    ["json", false],
  ]);
});
