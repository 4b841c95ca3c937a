import { expect, test } from "vitest";
import { z } from "zod";
import { type Field, fieldsOf, type JsonSchema } from "./json-schema.ts";

const fields = (contract: z.ZodType): Field[] => {
  const { $schema: _, ...schema } = z.toJSONSchema(contract);
  return fieldsOf(schema as JsonSchema);
};

test("each field has its type, whether it must be there, and its bounds", () => {
  const contract = z.object({
    title: z.string().min(1).max(80),
    limit: z.int().min(1).max(100).default(20),
    count: z.int().nonnegative(),
    kind: z.enum(["like", "love"]).optional(),
    slug: z.string().regex(/^[a-z]+$/),
    id: z.uuid(),
  });

  expect(fields(contract)).toEqual([
    { name: "title", type: "string", isRequired: true, bounds: ["1 to 80 characters"] },
    { name: "limit", type: "integer", isRequired: true, bounds: ["1 to 100", "20 unless sent"] },
    { name: "count", type: "integer", isRequired: true, bounds: ["at least 0"] },
    { name: "kind", type: '"like", "love"', isRequired: false, bounds: [] },
    { name: "slug", type: "string", isRequired: true, bounds: ["`^[a-z]+$`"] },
    { name: "id", type: "string", isRequired: true, bounds: ["a uuid"] },
  ]);
});

test("what is in objects, lists and maps stands behind them", () => {
  const contract = z.object({
    posts: z.array(z.object({ id: z.string() })).max(50),
    words: z.array(z.string()),
    author: z.object({ name: z.string() }).nullable(),
    limits: z.record(z.string(), z.object({ used: z.number() })),
  });

  expect(fields(contract).map(({ name, type }) => `${name}: ${type}`)).toEqual([
    "posts: list",
    "posts[].id: string",
    "words: list of string",
    "author: object or null",
    "author.name: string",
    "limits: object",
    "limits.*: object",
    "limits.*.used: number",
  ]);
});

test("a keyword that the table has no place for is refused, however deep", () => {
  const schema = { type: "object", properties: { a: { type: "array", items: { uniqueItems: true } } } };

  expect(() => fieldsOf(schema as JsonSchema)).toThrow('no table has a place for "uniqueItems"');
});
