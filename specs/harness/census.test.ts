import { expect, test } from "vitest";
import { countFences, takeCensus } from "./census.ts";
import { siteProblems } from "./floor.ts";

const census = takeCensus("src/content/docs");

test.for(census)("the lines of $path and the parser that renders it find the same fences", (page) => {
  expect(page.byLine).toEqual(page.byParser);
});

test("two fences that each reading misses one of do not make up for each other", () => {
  const spec = ['```ts spec="a"', "expect(load()).toBe(2);", "```"];
  const text = [...spec.map((line) => `> ${line}`), "", "{/*", ...spec, "*/}"].join("\n");

  expect(countFences("lost.mdx", text)).toMatchObject({
    byLine: ['6 ts spec="a"'],
    byParser: ['1 ts spec="a"'],
  });
});

test("a page in plain Markdown is read by the parser that renders it, which takes a brace for a brace", () => {
  const text = ["{ a set, and {an open one", "", '```ts spec="a"', "expect(load()).toBe(2);", "```"].join(
    "\n",
  );
  const { byLine, byParser, specs } = countFences("plain.md", text);

  expect(byLine).toEqual(byParser);
  expect(specs).toBe(1);
});

test("a title that Markdown would change is seen by the two readings as two", () => {
  const { byLine, byParser } = countFences("a.mdx", ['```ts spec="Tom &amp; Jerry"', "```"].join("\n"));

  expect(byLine).not.toEqual(byParser);
});

test("the site holds as many specs as its floor, and shows hardly anything that does not run", () => {
  const sum = (of: "specs" | "compileFails" | "shown" | "unclassified"): number =>
    census.reduce((total, page) => total + page[of], 0);

  expect(
    siteProblems({ specs: sum("specs"), compileFails: sum("compileFails"), shown: sum("shown") }),
  ).toEqual([]);
  expect(sum("unclassified")).toBe(0);
});
