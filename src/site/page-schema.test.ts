import { expect, test } from "vitest";
import { pageSchema } from "./page-schema.ts";

const description =
  "A description that is long enough to stand below a search result, and not so long that it is cut.";
const pattern = {
  essentialQuestion: "How many?",
  domain: "resilience",
  layers: ["platform"],
  phase: 1,
  priority: "high",
  integration: {
    SessionDO: "direct",
    TenantDO: "direct",
    PostDO: "none",
    Vista: "none",
    D1: "none",
    R2: "none",
  },
};

test("takes a page, and a pattern's page", () => {
  expect(pageSchema.safeParse({ description }).success).toBe(true);
  expect(pageSchema.safeParse({ description, pattern }).success).toBe(true);
});

test.each([
  ["no description", {}, "Every page has a description, for search results and link previews"],
  ["a short description", { description: "Short." }, "Say more: a description has 80 to 160 characters"],
  [
    "no question mark",
    { description, pattern: { ...pattern, essentialQuestion: "How many" } },
    "The essential question ends with a question mark",
  ],
  [
    "a missing column",
    { description, pattern: { ...pattern, integration: { ...pattern.integration, R2: undefined } } },
    "Say how the pattern uses it: direct, indirect, none",
  ],
  [
    "a typed status",
    { description, pattern: { ...pattern, status: "verified" } },
    'Unrecognized key: "status"',
  ],
])("refuses %s and says what is wanted", (_, page, message) => {
  const { error } = pageSchema.safeParse(page);

  expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
});
