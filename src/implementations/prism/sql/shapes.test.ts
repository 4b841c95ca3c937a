import { runInDatabase } from "#specs/fixtures";
import { describe, expect, test } from "vitest";
import { readSchema } from "../schema/read-schema.ts";
import { createScoper } from "./scoper.ts";
import { BLOGS, SHAPES } from "./shapes.ts";
import { alone, inOrder, ofTenant, together } from "./two-tenants.ts";

const scoper = createScoper(readSchema([BLOGS.ddl], BLOGS.options));
const untouched = await runInDatabase(together(BLOGS, "a", { sql: "SELECT 1" }));

test("the lists are as long as those they stand for", () => {
  const lengths = ["leaked", "broke", "right"].map((of) => SHAPES.filter(({ list }) => list === of).length);
  expect(lengths).toEqual([9, 10, 10]);
});

describe.each(SHAPES.filter(({ refused }) => refused))("$name ($list)", ({ sql, refused }) => {
  test("is refused, and says why", () => {
    expect(() => scoper.scope(sql)).toThrow(refused);
  });
});

describe.each(SHAPES.filter(({ refused }) => !refused))("$name ($list)", (shape) => {
  test.each([
    ["a", "b"],
    ["b", "a"],
  ])("does for %s what it does where nobody else lives, and nothing to %s", async (tenant, other) => {
    const among = await runInDatabase(together(BLOGS, tenant, shape));
    const own = await runInDatabase(alone(BLOGS, tenant, shape));

    expect(inOrder(among.rows)).toEqual(inOrder(own.rows));
    expect(ofTenant(among.state, tenant)).toEqual(ofTenant(own.state, tenant));
    expect(ofTenant(among.state, other)).toEqual(ofTenant(untouched.state, other));
  });
});
