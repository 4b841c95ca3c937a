import { expect, test } from "vitest";
import { outlineSchema } from "./schema.ts";

const TABLES = { posts: "tenant_id", Notes: "tenant_id" };

test.for([
  ["indexes", { indexes: { post: ["body"] } }],
  ["spanning", { spanning: { post: "key" } }],
  ["raising", { raising: ["post"] }],
] as const)(
  "what an outline says under %s of no table of its own is a mistake, not passed over",
  ([part, said]) => {
    expect(() => outlineSchema({ tables: TABLES, ...said })).toThrow(
      `Cannot make a schema: ${part} names post, which is not under tables`,
    );
  },
);

test("a table is known by its name in any case, as SQLite knows it", () => {
  const schema = outlineSchema({
    tables: TABLES,
    indexes: { notes: ["body"] },
    spanning: { Posts: "key" },
    raising: ["POSTS"],
  });

  expect(schema.get("posts")).toMatchObject({ spans: "key", raises: true });
  expect(schema.get("notes")).toMatchObject({ name: "Notes", shown: ["body"], raises: false });
});
