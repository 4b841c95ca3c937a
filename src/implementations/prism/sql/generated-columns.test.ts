import { runInDatabase } from "#specs/fixtures";
import { expect, test } from "vitest";
import { readSchema } from "../schema/read-schema.ts";
import { outlineSchema } from "../schema/schema.ts";
import { createScoper } from "./scoper.ts";

// A column that is made of others raises where it is read, and no statement that names it says so.

const NOTES =
  "CREATE TABLE notes (tenant_id TEXT NOT NULL, id TEXT NOT NULL, extra TEXT, PRIMARY KEY (tenant_id, id))";
const WHAT_IS_IN_THEM = "ALTER TABLE notes ADD COLUMN n INTEGER AS (json_extract(extra, '$.n'))";
const BOOKS = `
  CREATE TABLE books (tenant_id TEXT NOT NULL, id TEXT NOT NULL, pages INTEGER NOT NULL,
    twice INTEGER AS (2 * pages), PRIMARY KEY (tenant_id, id));
  CREATE INDEX books_pages ON books (tenant_id, pages);`;
const MIGRATIONS = [NOTES, WHAT_IS_IN_THEM, BOOKS];

test("a bound of it is not looked at where another tenant's row is next in an index", async () => {
  const scoper = createScoper(readSchema(MIGRATIONS, { column: "tenant_id" }));
  const { sql } = scoper.scope("SELECT 1 FROM notes CROSS JOIN books WHERE pages > 5000 AND pages < n");
  const malformed = "INSERT INTO notes VALUES ('a', '1', '{')";
  const before = [NOTES, malformed, WHAT_IS_IN_THEM, BOOKS, "INSERT INTO books VALUES ('b', '1', 9000)"];
  const asked = { before, tables: ["books"], sql, values: ["a"] };

  expect((await runInDatabase(asked)).rows).toEqual([]);
});

test("an outline says which tables have one", () => {
  const tables = { notes: "tenant_id", books: "tenant_id" };

  expect(readSchema(MIGRATIONS, { column: "tenant_id" })).toEqual(
    outlineSchema({ tables, raising: ["notes"] }),
  );
});
