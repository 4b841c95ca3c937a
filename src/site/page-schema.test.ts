import { expect, test } from "vitest";
import { sampleMatter } from "./catalogue/sample-entry.ts";
import { pageSchema } from "./page-schema.ts";

const description =
  "A description that is long enough to stand below a search result, and not so long that it is cut.";
const title = "Lantern";
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
  expect(pageSchema.safeParse({ title, description }).success).toBe(true);
  expect(pageSchema.safeParse({ title, description, entry }).success).toBe(true);
  expect(pageSchema.safeParse({ title, description, pattern, entry }).success).toBe(true);
});

test.each([
  ["no description", { title }, "Every page has a description, for search results and link previews"],
  [
    "a short description",
    { title, description: "Short." },
    "Say more: a description has 80 to 160 characters",
  ],
  ["no title", { description }, "Every page has a title"],
  [
    "a missing column",
    {
      title,
      description,
      entry,
      pattern: { ...pattern, integration: { ...pattern.integration, R2: undefined } },
    },
    "Say how the pattern uses it: direct, indirect, none",
  ],
  [
    "no integration",
    { title, description, entry, pattern: { ...pattern, integration: undefined } },
    "Say what the pattern touches",
  ],
  [
    "a typed status",
    { title, description, entry, pattern: { ...pattern, status: "verified" } },
    'Unrecognized key: "status"',
  ],
  [
    "a pattern that is no entry",
    { title, description, pattern },
    "A pattern is an entry of the catalogue too: say as `entry` what every entry says",
  ],
])("refuses %s and says what is wanted", (_, page, message) => {
  const { error } = pageSchema.safeParse(page);

  expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
});
