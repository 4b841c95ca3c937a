import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser } from "../../tools/browser.ts";
import { samplePages } from "./kinds.ts";

const paths = samplePages();

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launchBrowser();
  context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1350, height: 900 } });
});

afterAll(() => browser.close());

test.for(paths)("%s can be read without JavaScript", async (path) => {
  const page = await context.newPage();
  await page.goto(`http://localhost:${inject("port")}${path}`);
  const main = page.locator("main");
  const content = main.locator("h1, h2, h3, p, li, pre, table, figure svg");
  const hidden = await content.evaluateAll((elements) =>
    elements
      // A closed disclosure opens without a script.
      .filter((element) => !element.closest("details:not([open])"))
      // A form that would do nothing is not shown at all; beside it stands that it needs a script.
      .filter((element) => element.closest("form")?.checkVisibility() ?? true)
      // A line that waits for the demo to say something.
      .filter((element) => element.textContent.trim() !== "" || element.matches("svg"))
      .filter((element) => !element.checkVisibility() || element.getBoundingClientRect().height === 0)
      .map((element) => `${element.tagName.toLowerCase()}: ${element.textContent.trim().slice(0, 60)}`),
  );
  const seen = {
    heading: await main.locator("h1").isVisible(),
    words: (await main.innerText()).split(/\s+/).length,
  };
  await page.close();

  expect(hidden).toEqual([]);
  expect(seen.heading).toBe(true);
  expect(seen.words).toBeGreaterThan(60);
});

test("the Threshold page shows its code, tables and diagrams without JavaScript", async () => {
  const page = await context.newPage();
  await page.goto(`http://localhost:${inject("port")}/patterns/threshold/`);
  const count = async (selector: string): Promise<number> =>
    page.locator(`main ${selector}`).filter({ visible: true }).count();
  const counts = {
    code: await count("pre"),
    tables: await count("table"),
    diagrams: await count("figure svg"),
  };
  await page.close();

  expect(counts.code).toBeGreaterThanOrEqual(10);
  expect(counts.tables).toBeGreaterThanOrEqual(1);
  expect(counts.diagrams).toBeGreaterThanOrEqual(1);
});

test("without JavaScript a page offers its Markdown as a link, and no button that would do nothing", async () => {
  const page = await context.newPage();
  await page.goto(`http://localhost:${inject("port")}/start/tour/`);
  const offered = {
    link: await page.getByRole("link", { name: "View as Markdown" }).isVisible(),
    button: await page.locator(".page-actions button").isVisible(),
  };
  await page.close();

  expect(offered).toEqual({ link: true, button: false });
});
