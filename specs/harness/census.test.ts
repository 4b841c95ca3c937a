import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { countFences, takeCensus } from "./census.ts";
import floor from "./floor.json" with { type: "json" };

const census = takeCensus("src/content/docs");
const total = (of: "specs" | "compileFails" | "shown" | "unclassified"): number =>
  census.reduce((sum, page) => sum + page[of], 0);

test("the lines of each page and the parser that renders it agree on how many fences it holds", () => {
  for (const page of census) expect(page, page.path).toMatchObject({ byLine: page.byParser });
});

test("the two counts differ where a fence would be lost without a word", () => {
  const lost = countFences(
    "quoted.mdx",
    ['> ```ts spec="In a quote"', "> expect(1 + 1).toBe(2);", "> ```"].join("\n"),
  );

  expect(lost).toMatchObject({ byLine: 0, byParser: 1 });
});

test("there are at least as many specs as the recorded floor says", () => {
  expect(total("specs")).toBeGreaterThanOrEqual(floor.specs);
  expect(floor.specs).toBeGreaterThanOrEqual(20);
});

test("every script fence has a class, and at most one in twenty is only shown", () => {
  const all = total("specs") + total("compileFails") + total("shown");

  expect(total("unclassified")).toBe(0);
  expect(total("shown") / all).toBeLessThanOrEqual(0.05);
});

test("a page is read the same with the line ends of Windows", () => {
  const page = readFileSync("specs/harness/broken/top-level.mdx", "utf8");

  expect(countFences("crlf", page.replaceAll("\n", "\r\n"))).toEqual(countFences("crlf", page));
});
