import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { openDemoPage, press, tabTo } from "./demo-page.ts";
import { judgeWithAxe, type Look, LOOKS, measureOverflow, openContext, useBrowser, visit } from "./visit.ts";

const NARROW = LOOKS.filter(({ width }) => width < 800);

const browser = useBrowser();

async function open(look: Look = LOOKS[0]!): Promise<Page> {
  const context = await openContext(browser(), look);
  return (await visit(context, `http://localhost:${inject("port")}/start/tour/`)).page;
}

const isSearchOpen = (page: Page) => page.getByRole("dialog", { name: "Search" }).isVisible();

test.for(LOOKS)("anyone can use the opened search: $name", async (look) => {
  const page = await open(look);
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("searchbox").fill("tenant");
  await page.locator("grove-search li").first().waitFor();

  const { violations } = await judgeWithAxe(page);

  expect(violations).toEqual([]);
  expect(await page.evaluate(measureOverflow)).toBe(0);
});

test.for(NARROW)("anyone can use the opened menu: $name", async (look) => {
  const page = await open(look);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Threshold" }).first().waitFor();

  const { violations } = await judgeWithAxe(page);

  expect(violations).toEqual([]);
  expect(await page.evaluate(measureOverflow)).toBe(0);
});

test("the search opens and closes with the keys that its button shows, and gives the focus back", async () => {
  const page = await open();
  const button = page.getByRole("button", { name: "Search Ctrl K", exact: true });
  expect(await button.getAttribute("aria-keyshortcuts")).toBe("Control+K");
  await button.focus();

  await page.keyboard.press("Control+k");
  expect(await isSearchOpen(page)).toBe(true);
  await page.keyboard.press("Control+k");
  expect(await isSearchOpen(page)).toBe(false);
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("no key alone opens the search, neither on the page nor in a field of the demo", async () => {
  const { page } = await openDemoPage(browser());
  await page.keyboard.press("/");
  expect(await isSearchOpen(page)).toBe(false);

  await press(page, "Start the demo");
  await tabTo(page, "seedling");
  await page.keyboard.press("/");
  expect(await isSearchOpen(page)).toBe(false);
});

test("the search finds the page of a trouble though no page has all of its words", async () => {
  const page = await open();
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("searchbox").fill("noisy neighbour");

  await page.locator("grove-search li").first().waitFor();

  const found = await page.locator("grove-search .page").allTextContents();
  expect(await page.locator("grove-search .state").textContent()).toContain("The closest:");
  expect(found.slice(0, 3)).toContain("Bulkhead");
});

test("the search says that it cannot be fetched", async () => {
  const page = await open();
  await page.route("**/pagefind.js", (route) => route.abort());
  await page.getByRole("button", { name: "Search" }).click();

  await expect.poll(() => page.locator("grove-search .state").textContent()).toContain("could not be loaded");
});
