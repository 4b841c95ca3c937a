import { env } from "cloudflare:workers";
import { outlineSchema, readSchema } from "#implementations/prism";
import { expect, test } from "vitest";
import { GROVE_TABLES, SPANNING } from "./schema.ts";

const migrations = env.TEST_MIGRATIONS.flatMap(({ queries }) => queries);
const { shared, through } = GROVE_TABLES;
const options = {
  column: "tenant_id",
  columns: { tenants: "id" },
  excused: SPANNING,
  ...(shared && { shared }),
  ...(through && { through }),
};

test("the migrations keep tenants apart, and make the tables that Grove's statements may name", () => {
  const read = readSchema(migrations, options);

  expect(read).toEqual(outlineSchema(GROVE_TABLES));
  expect([...read.keys()]).toContain("loom_watermarks");
});

test.for<[string, string]>([
  ["a table without its tenant", "CREATE TABLE drafts (id TEXT NOT NULL PRIMARY KEY)"],
  ["a key that spans tenants", "CREATE UNIQUE INDEX every_slug ON posts (slug)"],
  [
    "a count of everybody's rows",
    "CREATE TABLE n (tenant_id TEXT NOT NULL, id INTEGER PRIMARY KEY AUTOINCREMENT)",
  ],
])("a migration with %s does not pass", ([, migration]) => {
  expect(() => readSchema([...migrations, migration], options)).toThrow("does not keep its tenants apart");
});
