import { expect, test } from "vitest";
import { sampleMatter } from "./catalogue/sample-entry.ts";
import { pageSchema } from "./page-schema.ts";

const description =
  "A description that is long enough to stand below a search result, and not so long that it is cut.";
const pattern = {
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
const entry = sampleMatter();

test("takes a page, an entry's page and a pattern's page", () => {
  expect(pageSchema.safeParse({ description }).success).toBe(true);
  expect(pageSchema.safeParse({ description, entry }).success).toBe(true);
  expect(pageSchema.safeParse({ description, pattern, entry }).success).toBe(true);
});

test.each([
  ["no description", {}, "Every page has a description, for search results and link previews"],
  ["a short description", { description: "Short." }, "Say more: a description has 80 to 160 characters"],
  [
    "a missing column",
    { description, entry, pattern: { ...pattern, integration: { ...pattern.integration, R2: undefined } } },
    "Say how the pattern uses it: direct, indirect, none",
  ],
  [
    "a typed status",
    { description, entry, pattern: { ...pattern, status: "verified" } },
    'Unrecognized key: "status"',
  ],
  [
    "a pattern that is no entry",
    { description, pattern },
    "A pattern is an entry of the catalogue too: say as `entry` what every entry says",
  ],
])("refuses %s and says what is wanted", (_, page, message) => {
  const { error } = pageSchema.safeParse(page);

  expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
});
