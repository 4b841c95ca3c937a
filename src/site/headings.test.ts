import { expect, test } from "vitest";
import { readHeadings } from "./headings.ts";

test("reads the headings of the second level in order", () => {
  expect(readHeadings("# One\n\n## Two\n\n### Three\n\n##Four\n\n## Five \n")).toEqual(["Two", "Five"]);
});

test.for([
  ["a fence", "```md\n## Code\n```"],
  ["a fence of tildes, with a fence inside", "~~~md\n```\n## Code\n```\n## Code\n~~~"],
  ["a longer fence, with a fence inside", "````mdx\n```ts\n## Code\n```\n## Code\n````"],
  ["a fence in a list", "- item\n\n  ```md\n## Code\n  ```"],
  ["a fence that a longer line closes", "```md\n## Code\n`````"],
])("leaves out what stands in %s", ([, code]) => {
  expect(readHeadings(`## Before\n\n${code}\n\n## After`)).toEqual(["Before", "After"]);
});

test("code in a line of prose is no fence", () => {
  expect(readHeadings("```code``` in a line\n\n## After")).toEqual(["After"]);
});

test("a fence that is never closed goes to the end", () => {
  expect(readHeadings("## Before\n\n```md\n## Code")).toEqual(["Before"]);
});
