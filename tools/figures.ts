import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { takeCensus } from "../specs/harness/census.ts";
import { readEntryFiles } from "../src/site/catalogue/entry-files.ts";
import { emptyFacets } from "../src/site/catalogue/invariants.ts";
import { readReport } from "../src/site/report.ts";
import { ROOT } from "./sources.ts";

// Prints what the last `npm test` measured, as a table. A figure that was not measured is not made up.

interface Row {
  readonly figure: string;
  readonly found: string;
}

/** The text of a report that the gate leaves, or JSON's null where it left none. */
function read(name: string): string {
  const file = join(ROOT, ".specs", name);
  return existsSync(file) ? readFileSync(file, "utf8") : "null";
}

function fences(): Row[] {
  const census = takeCensus("src/content/docs");
  const sum = (count: (page: (typeof census)[number]) => number): number =>
    census.reduce((total, page) => total + count(page), 0);
  return [
    { figure: "specs on pages", found: String(sum((page) => page.specs)) },
    { figure: "fences that must not compile", found: String(sum((page) => page.compileFails)) },
    { figure: "fences only shown", found: String(sum((page) => page.shown)) },
    { figure: "fences without a class", found: String(sum((page) => page.unclassified)) },
  ];
}

function evidence(): Row[] {
  const { report } = readReport();
  if (!report) return [];
  const states = Object.values(report.pages).flatMap((page) => page.specs.map((spec) => spec.state));
  const passed = states.filter((state) => state === "passed").length;
  return [{ figure: `specs passed in ${report.runtime}`, found: `${passed} of ${states.length}` }];
}

function weights(): Row[] {
  const weighed: Record<string, { kilobytes: number; requests: number; thirdParty: number }> | null =
    JSON.parse(read("weights.json"));
  if (!weighed) return [];
  const heaviest = Object.entries(weighed).toSorted(([, a], [, b]) => b.kilobytes - a.kilobytes);
  return heaviest.slice(0, 3).map(([path, { kilobytes, requests, thirdParty }]) => ({
    figure: `first visit to ${path}`,
    found: `${kilobytes} kB, ${requests} requests, ${thirdParty} third-party`,
  }));
}

function axe(): Row[] {
  const judged: { pages: number; views: number; violations: number } | null = JSON.parse(read("axe.json"));
  if (!judged) return [];
  const { pages, views, violations } = judged;
  return [
    { figure: `axe violations on ${pages} pages, in ${views} views of them`, found: String(violations) },
  ];
}

function shownCode(): Row[] {
  const judged: { shown: number; bundled: number; deployed: number } | null = JSON.parse(read("shown.json"));
  if (!judged) return [];
  const { shown, bundled, deployed } = judged;
  return [
    { figure: "shown code that is verbatim from a bundled file", found: `${bundled} of ${shown}` },
    { figure: "shown code that left code in the bundle", found: `${deployed} of ${shown}` },
  ];
}

function search(): Row[] {
  const judged: { queries: number; found: number } | null = JSON.parse(read("search.json"));
  if (!judged) return [];
  const { queries, found } = judged;
  const share = ((100 * found) / queries).toFixed(1);
  return [
    {
      figure: "golden queries with the right page among the first three",
      found: `${found} of ${queries}, ${share} %`,
    },
  ];
}

function catalogue(): Row[] {
  const entries = readEntryFiles(ROOT);
  return [
    { figure: "entries of the catalogue", found: String(entries.length) },
    { figure: "empty facets", found: String(emptyFacets(entries).length) },
  ];
}

console.table([
  ...fences(),
  ...catalogue(),
  ...evidence(),
  ...shownCode(),
  ...search(),
  ...axe(),
  ...weights(),
]);
