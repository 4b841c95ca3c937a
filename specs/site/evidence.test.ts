import { expect, test } from "vitest";
import { takeCensus } from "../harness/census.ts";
import { readReport } from "../../src/site/report.ts";
import { readBuiltPage, readBuiltText } from "./built.ts";

const pages = takeCensus("src/content/docs").filter(({ specs }) => specs > 0);

function addressOf(path: string): string {
  return path
    .replace(/^src\/content\/docs\//, "/")
    .replace(/(?:\/index)?\.mdx?$/, "/")
    .replace(/^\/\/?/, "/");
}

test("the report is of these very sources, and there are pages with specs", () => {
  expect(readReport()).toMatchObject({ fresh: true, report: { outcome: "passed" } });
  expect(pages.length).toBeGreaterThanOrEqual(3);
});

test.for(pages)("a reader of $path sees beside each spec that it passed", ({ path, specs, compileFails }) => {
  const html = readBuiltPage(addressOf(path));
  const states = [...html.matchAll(/<span class="evidence" data-state="(\w+)"/g)].map(([, state]) => state);

  expect(states.filter((state) => state !== "passed")).toEqual([]);
  expect(states).toHaveLength(specs + compileFails);
});

test("a page says how many of its specs passed, where and at which commit", () => {
  const { specs } = pages.find(({ path }) => path.endsWith("patterns/threshold.mdx"))!;

  expect(readBuiltText("/patterns/threshold/")).toMatch(
    new RegExp(
      `${specs} of ${specs} specs of this page passed in workerd [\\d.]+, (?:commit [0-9a-f]{7}|no commit)`,
    ),
  );
});

test("a pattern whose specs all passed is shown as verified, one without code as planned", () => {
  const index = readBuiltText("/patterns/");

  expect(index).toMatch(/Threshold\s+verified/);
  expect(index).toMatch(/Loom\s+verified/);
  expect(index).toMatch(/Prism\s+verified/);
  expect(index).toMatch(/Sentinel\s+planned/);
});
