import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, inject, test } from "vitest";
import { RANKING, rankPages } from "../../src/components/search/ranking.ts";
import type { Pagefind } from "../../src/components/search/search-panel.ts";
import { readEntryFiles } from "../../src/site/catalogue/entry-files.ts";
import { ROOT } from "../../tools/sources.ts";
import { GOLDEN_QUERIES } from "./golden-queries.ts";

// The site's own ranking over the index as it is served: what the search box shows, without a browser.

const FIGURE = join(ROOT, ".specs", "search.json");
const TOP = 3;
const LEAST_SHARE = 0.95;
const entries = readEntryFiles();

async function openIndex(): Promise<Pagefind> {
  const built = pathToFileURL(join(ROOT, "dist", "pagefind", "pagefind.js")).href;
  const pagefind = (await import(/* @vite-ignore */ built)) as Omit<Pagefind, "options"> & {
    options(options: { readonly basePath: string; readonly ranking: typeof RANKING }): Promise<void>;
  };
  await pagefind.options({
    basePath: `http://localhost:${inject("port")}/pagefind/`,
    ranking: RANKING,
  });
  return pagefind;
}

test("the queries ask for entries that there are, each once, and none repeats a symptom of the data", () => {
  const queries = GOLDEN_QUERIES.map(({ query }) => query.toLowerCase());
  const slugs = entries.map(({ slug }) => slug);
  const symptoms = entries.flatMap((entry) => entry.symptoms.map((symptom) => symptom.toLowerCase()));

  expect(new Set(queries).size).toBe(queries.length);
  expect(queries.length).toBeGreaterThanOrEqual(60);
  expect(GOLDEN_QUERIES.flatMap(({ right }) => right).filter((slug) => !slugs.includes(slug))).toEqual([]);
  expect(queries.filter((query) => symptoms.includes(query))).toEqual([]);
});

test(`the right page is among the first ${TOP} for nearly every query`, async () => {
  rmSync(FIGURE, { force: true });
  const pagefind = await openIndex();
  const misses: string[] = [];
  for (const { query, right } of GOLDEN_QUERIES) {
    const ranked = await rankPages(pagefind, query, (await pagefind.search(query)).results);
    const top = await Promise.all(ranked.slice(0, TOP).map((page) => page.data()));
    const found = top.map(({ url }) => new URL(url, "http://site.example").pathname);
    const wanted = entries.filter(({ slug }) => right.includes(slug)).map(({ href }) => href);
    if (!found.some((path) => wanted.includes(path)))
      misses.push(`"${query}" wants ${wanted.join(" or ")}, and finds ${found.join(", ") || "nothing"}`);
  }
  const queries = GOLDEN_QUERIES.length;
  const share = (queries - misses.length) / queries;
  mkdirSync(join(ROOT, ".specs"), { recursive: true });
  writeFileSync(FIGURE, JSON.stringify({ queries, found: queries - misses.length }));
  if (misses.length > 0) console.log(`Missed by the search:\n${misses.join("\n")}`);

  expect(share, misses.join("\n")).toBeGreaterThanOrEqual(LEAST_SHARE);
});
