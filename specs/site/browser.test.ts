import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser } from "../../tools/browser.ts";
import { ROOT } from "../../tools/sources.ts";
import { listBuiltPages } from "./built.ts";
import { judgeWithAxe, type Look, LOOKS, measureOverflow, openContext, visit } from "./visit.ts";

const WRONG = "/no/such/page/";
const paths = [...listBuiltPages(), WRONG];
const cases = LOOKS.flatMap((look) => paths.map((path) => ({ path, look, seen: `${path} ${look.name}` })));

const found: string[] = [];

let browser: Browser;
let contexts: ReadonlyMap<Look, BrowserContext>;

beforeAll(async () => {
  browser = await launchBrowser();
  const opened = LOOKS.map(async (look) => [look, await openContext(browser, look)] as const);
  contexts = new Map(await Promise.all(opened));
});

afterAll(async () => {
  await browser.close();
  const judged = { pages: paths.length, looks: LOOKS.length, violations: found.length };
  writeFileSync(join(ROOT, ".specs", "axe.json"), JSON.stringify(judged));
});

test("no page is forgotten", () => {
  expect(paths.length).toBeGreaterThanOrEqual(15);
});

test.concurrent.for(cases)("anyone can use $seen", async ({ path, look }) => {
  const address = `http://localhost:${inject("port")}${path}`;
  const { page, status, complaints, foreign } = await visit(contexts.get(look)!, address);
  const { violations, passes } = await judgeWithAxe(page);
  const seen = await page.evaluate(() => ({
    scheme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    theme: document.documentElement.dataset["theme"],
  }));
  const overflow = await page.evaluate(measureOverflow);
  await page.close();
  found.push(...violations);

  expect(violations).toEqual([]);
  expect(passes).toBeGreaterThan(10);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  expect(status).toBe(path === WRONG ? 404 : 200);
  expect(seen).toEqual({ scheme: look.scheme, theme: look.scheme });
  expect(overflow).toBe(0);
});
