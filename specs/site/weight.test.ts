import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Browser, Request } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser } from "../../tools/browser.ts";
import { ROOT } from "../../tools/sources.ts";
import { listBuiltPages, readBuiltPage } from "./built.ts";
import { samplePages } from "./kinds.ts";
import { LOOKS, openContext } from "./visit.ts";

/** What a first-time reader's browser fetches before they do anything, as the Worker sends it: gzip, no cache. */
interface Weight {
  readonly kilobytes: number;
  readonly requests: number;
  readonly thirdParty: number;
}

const FIGURE = join(ROOT, ".specs", "weights.json");
const BUDGET: Weight = { kilobytes: 90, requests: 8, thirdParty: 0 };
/** A page of the catalogue has no code to show, and there are many of them. */
const CATALOGUE = { pages: /^\/(?:catalogue|find)\//, kilobytes: 70 };
const paths = samplePages();
const weights: Record<string, Weight> = {};

let browser: Browser;

beforeAll(async () => {
  rmSync(FIGURE, { force: true });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  if (Object.keys(weights).length < paths.length) return;
  mkdirSync(dirname(FIGURE), { recursive: true });
  writeFileSync(FIGURE, JSON.stringify(weights, undefined, 2));
});

test.for(paths)("a first visit to %s stays within its budget", async (path) => {
  const weight = await weigh(`http://localhost:${inject("port")}${path}`);
  weights[path] = weight;

  expect(weight.kilobytes).toBeGreaterThan(5);
  expect(weight.kilobytes).toBeLessThanOrEqual(
    CATALOGUE.pages.test(path) ? CATALOGUE.kilobytes : BUDGET.kilobytes,
  );
  expect(weight.requests).toBeLessThanOrEqual(BUDGET.requests);
  expect(weight.thirdParty).toBe(BUDGET.thirdParty);
});

test("no page waits for more than one file of scripts, and that file for no other", () => {
  const scripts = listBuiltPages().map((path) => [
    ...readBuiltPage(path).matchAll(/<script[^>]* src="([^"]+)"/g),
  ]);
  const files = new Set(scripts.flat().map(([, file = ""]) => file));

  expect(scripts.filter(({ length }) => length > 1)).toEqual([]);
  expect(files.size).toBeGreaterThan(0);
  for (const file of files) expect(readBuiltPage(file)).not.toMatch(/\b(?:import|from)\s*["'`]/);
});

async function weigh(address: string): Promise<Weight> {
  const context = await openContext(browser, LOOKS[0]!);
  const page = await context.newPage();
  const requests: Request[] = [];
  page.on("request", (request) => void (request.url().startsWith("data:") || requests.push(request)));
  await page.goto(address, { waitUntil: "networkidle" });
  const sizes = await Promise.all(requests.map((request) => request.sizes()));
  await context.close();
  const bytes = sizes.reduce((sum, size) => sum + size.responseHeadersSize + size.responseBodySize, 0);
  const { origin } = new URL(address);
  return {
    kilobytes: Math.round(bytes / 100) / 10,
    requests: requests.length,
    thirdParty: requests.filter((request) => new URL(request.url()).origin !== origin).length,
  };
}
