import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser } from "../../tools/browser.ts";
import { ROOT } from "../../tools/sources.ts";
import { listBuiltPages } from "./built.ts";
import { judgeWithAxe, type Look, LOOKS, measureOverflow, openContext, visit } from "./visit.ts";

const FIGURE = join(ROOT, ".specs", "axe.json");
const WRONG = "/no/such/page/";
const paths = [...listBuiltPages(), WRONG];
const cases = LOOKS.flatMap((look) => paths.map((path) => ({ path, look, name: `${path} ${look.name}` })));

/** The violations of each page and look that axe judged. */
const judged = new Map<string, number>();

let browser: Browser;
let contexts: ReadonlyMap<Look, BrowserContext>;

beforeAll(async () => {
  rmSync(FIGURE, { force: true });
  browser = await launchBrowser();
  const opened = LOOKS.map(async (look) => [look, await openContext(browser, look)] as const);
  contexts = new Map(await Promise.all(opened));
});

afterAll(async () => {
  await browser.close();
  // A figure of a part would pass for one of the whole.
  if (judged.size < cases.length) return;
  const violations = [...judged.values()].reduce((sum, count) => sum + count, 0);
  const figure = { pages: paths.length, looks: LOOKS.length, violations };
  writeFileSync(FIGURE, JSON.stringify(figure));
});

test("no page is forgotten", () => {
  expect(paths.length).toBeGreaterThanOrEqual(15);
});

test.concurrent.for(cases)("anyone can use $name", async ({ path, look, name }) => {
  const address = `http://localhost:${inject("port")}${path}`;
  const { page, status, complaints, foreign } = await visit(contexts.get(look)!, address);
  const { violations, passes } = await judgeWithAxe(page);
  const seen = await page.evaluate(() => ({
    scheme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    theme: document.documentElement.dataset["theme"],
  }));
  const overflow = await page.evaluate(measureOverflow);
  await page.close();
  judged.set(name, violations.length);

  expect(violations).toEqual([]);
  expect(passes).toBeGreaterThan(10);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  expect(status).toBe(path === WRONG ? 404 : 200);
  expect(seen).toEqual({ scheme: look.scheme, theme: look.scheme });
  expect(overflow).toBe(0);
});
