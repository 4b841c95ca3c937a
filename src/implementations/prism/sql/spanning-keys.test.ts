import { runInDatabase } from "#specs/fixtures";
import { expect, test } from "vitest";
import { readSchema } from "../schema/read-schema.ts";
import { createScoper } from "./scoper.ts";
import { type Home, ofTenant, together } from "./two-tenants.ts";

// A name in the whole of Grove is a key that no tenant leads: it is excused. That a row with it is there may be told. The row
// itself is another tenant's all the same.

const HOUSES: Home = {
  ddl: `
    CREATE TABLE houses (tenant_id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, colour TEXT);
    CREATE TABLE badges (tenant_id TEXT NOT NULL, id TEXT NOT NULL, code TEXT, PRIMARY KEY (tenant_id, id));
    CREATE UNIQUE INDEX badge_codes ON badges (code);`,
  tables: ["houses", "badges"],
  seed: (tenant) => [
    `INSERT INTO houses VALUES ('${tenant}', 'house-of-${tenant}', 'white')`,
    `INSERT INTO badges VALUES ('${tenant}', '1', 'code-of-${tenant}')`,
  ],
  options: {
    column: "tenant_id",
    excused: { houses: "names are of all Grove", badge_codes: "codes are of all Grove" },
  },
};

test("an upsert does nothing to the row of another tenant that is in the way", async () => {
  const sql = `INSERT INTO houses (name, colour) VALUES ('house-of-b', 'red')
    ON CONFLICT (name) DO UPDATE SET colour = excluded.colour RETURNING *`;
  const outcome = await runInDatabase(together(HOUSES, "c", { sql }));

  expect(outcome.rows).toEqual([]);
  expect(ofTenant(outcome.state, "b")).toMatchObject({ houses: [{ name: "house-of-b", colour: "white" }] });
});

test("an upsert with a condition of its own too", async () => {
  const sql = `INSERT INTO badges AS x (id, code) VALUES ('2', 'code-of-b')
    ON CONFLICT (code) DO UPDATE SET id = '3' WHERE x.id = '1' OR true RETURNING *`;
  const outcome = await runInDatabase(together(HOUSES, "a", { sql }));

  expect(outcome.rows).toEqual([]);
  expect(ofTenant(outcome.state, "b")).toMatchObject({ badges: [{ id: "1", code: "code-of-b" }] });
});

test("an upsert changes the tenant's own row", async () => {
  const sql = `INSERT INTO houses (name, colour) VALUES ('house-of-a', 'red')
    ON CONFLICT DO UPDATE SET colour = excluded.colour RETURNING colour`;

  expect((await runInDatabase(together(HOUSES, "a", { sql }))).rows).toEqual([{ colour: "red" }]);
});

const scoper = createScoper(readSchema([HOUSES.ddl], HOUSES.options));

test.each([
  "INSERT OR REPLACE INTO houses (name) VALUES ('house-of-b')",
  "REPLACE INTO badges (id, code) VALUES ('2', 'code-of-b')",
  "UPDATE OR REPLACE houses SET name = 'house-of-b'",
])("%s would delete another tenant's row", (sql) => {
  expect(() => scoper.scope(sql)).toThrow("OR REPLACE could delete a row of another tenant here");
});

test("nothing of that is refused where every key leads with the tenant", () => {
  const ddl = "CREATE TABLE posts (tenant_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (tenant_id, id))";
  const plain = createScoper(readSchema([ddl], { column: "tenant_id" }));

  expect(plain.scope("REPLACE INTO posts (id) VALUES ('1')").sql).toContain("INSERT OR REPLACE INTO");
});
