import { expect, test } from "vitest";
import { EXAMPLES } from "./attacks.ts";
import { rewrite } from "./rewriting.ts";
import { SAMPLE } from "./rows.ts";

const REFUSED = [
  "Move a row to a tenant",
  "Insert for a tenant",
  "The table of tables",
  "Count everybody's rows",
  "Hide it in a comment",
  "Two statements",
  "End the transaction",
];

test.for(EXAMPLES)("$name is rewritten or refused as its name has it", ({ name, sql }) => {
  const rewriting = rewrite(sql);

  expect(rewriting.kind).toBe(REFUSED.includes(name) ? "refused" : "scoped");
});

test("a refusal points at what is refused", () => {
  const sql = "SELECT name\nFROM sqlite_master";
  const rewriting = rewrite(sql);

  expect(rewriting).toEqual({
    kind: "refused",
    reason: "there is no table sqlite_master here",
    offset: sql.indexOf("sqlite_master"),
  });
});

test.for(["", "SELEC", "SELECT '", "-- nothing", "\uD800"])("%j is half typed, and nothing breaks", (sql) => {
  expect(rewrite(sql).kind).toBe("refused");
});

test("there are rows of both tenants to show for every table that an example opens", () => {
  const opened = EXAMPLES.map(({ sql }) => rewrite(sql)).flatMap((one) =>
    one.kind === "scoped" ? one.tables : [],
  );

  expect(new Set(opened)).toEqual(new Set(["posts", "memberships", "notes"]));
  for (const table of opened) {
    expect(new Set(SAMPLE[table]?.map(({ tenant }) => tenant))).toEqual(new Set(["alice", "bob"]));
  }
});
