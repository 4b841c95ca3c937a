import { createScoper } from "#implementations/prism";
import { parseStmt } from "sqlite3-parser";
import { expect, test } from "vitest";
import { SCHEMA } from "./bookshop.ts";
import { createRandom } from "./random.ts";
import { draw } from "./trial.ts";

const scoper = createScoper(SCHEMA);

test("a table is printed with its database, quoted, and with the tenant's condition", () => {
  const { sql, parameters, hasTenant, tables } = scoper.scope("SELECT title FROM Books AS b WHERE pages > ?");
  expect(sql).toBe(
    'SELECT title FROM (SELECT * FROM "main"."books" WHERE "books"."tenant_id" = ?2) AS "b" WHERE pages > ?1',
  );
  expect({ parameters, hasTenant, tables: [...tables] }).toEqual({
    parameters: 1,
    hasTenant: true,
    tables: ["books"],
  });
});

test("a common table expression is printed under a name that no table has", () => {
  expect(scoper.scope("WITH books AS (SELECT 1 AS id) SELECT id FROM books").sql).toBe(
    'WITH "with books" AS (SELECT 1 AS "id") SELECT id FROM "with books" AS "books"',
  );
});

test("what is printed of a SELECT is a statement to the parser again", () => {
  const { sequences } = draw(createRandom(20_261_129), scoper, { statements: 500, longest: 1 });
  const selects = sequences.flat().filter(({ scoped }) => scoped.sql.startsWith("SELECT"));
  expect(selects.length).toBeGreaterThan(100);
  for (const { scoped } of selects) expect(parseStmt(scoped.sql).status, scoped.sql).toBe("ok");
});

test("an aggregate keeps its DISTINCT", () => {
  expect(scoper.scope("SELECT count(DISTINCT title) FROM books").sql).toMatch(
    /^SELECT count\(DISTINCT title\) AS /,
  );
});
