import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { readEntryFiles } from "../../src/site/catalogue/entry-files.ts";
import { judgeWithAxe, LOOKS, openContext, openWithoutScripts, useBrowser, visit } from "./visit.ts";

const entries = readEntryFiles();
const browser = useBrowser();

const addressOf = (path: string): string => `http://localhost:${inject("port")}${path}`;

async function open(path: string, page?: Page): Promise<Page> {
  const address = addressOf(path);
  if (page) {
    await page.goto(address, { waitUntil: "networkidle" });
    return page;
  }
  return (await visit(await openContext(browser(), LOOKS[0]!), address)).page;
}

const shown = (page: Page) => page.locator("grove-filter li").filter({ visible: true });
const titles = (page: Page) => shown(page).locator("a").allTextContents();
const beginners = entries.filter(({ level }) => level === "beginner");

test("the filter shows what was asked, says how many, and keeps it in the address", async () => {
  const page = await open("/find/filter/");
  const status = page.locator("grove-filter [role=status]");
  expect(await status.textContent()).toBe(`${entries.length} entries`);

  await page.getByRole("checkbox", { name: /^Beginner/ }).check();
  expect(await titles(page)).toEqual(beginners.map(({ title }) => title));
  expect(await status.textContent()).toBe(`${beginners.length} entries`);
  await page.getByRole("searchbox", { name: "Words in name or summary" }).fill("timeout");
  await page.getByRole("checkbox", { name: /^Cross-cutting/ }).check();
  expect(await titles(page)).toEqual(["Timeout"]);
  expect(new URL(page.url()).search).toBe("?q=timeout&layer=cross-cutting&level=beginner");

  const again = await open(`/find/filter/${new URL(page.url()).search}`);
  expect(await titles(again)).toEqual(["Timeout"]);
  await again.getByRole("button", { name: "Clear all" }).click();
  expect(await shown(again).count()).toBe(entries.length);
  expect(new URL(again.url()).search).toBe("");
});

test("a value that would show nothing cannot be picked, and the count says so", async () => {
  const page = await open("/find/filter/?level=beginner");
  const hard = entries.filter(
    ({ level, complexity }) => level === "beginner" && complexity.build === "very-high",
  );
  const box = page.getByRole("checkbox", { name: /^very high/ });

  expect(hard).toEqual([]);
  expect(await box.isDisabled()).toBe(true);
});

test("the filter answers the keyboard, and within a tenth of a second", async () => {
  const page = await open("/find/filter/");
  await page.getByRole("checkbox", { name: /^Availability/ }).focus();
  await page.keyboard.press("Space");
  expect(await shown(page).count()).toBeLessThan(entries.length);

  const took = await page.evaluate(() => {
    const box = document.querySelector<HTMLInputElement>("grove-filter input[value=beginner]");
    const began = performance.now();
    box?.click();
    // Reading a size makes the browser lay out what has changed.
    document.querySelector("grove-filter ul")?.getBoundingClientRect();
    return performance.now() - began;
  });
  console.log(`the filter's answer: ${took.toFixed(1)} ms for ${entries.length} entries`);
  expect(took).toBeLessThan(100);
});

test.for([
  { path: "/find/filter/", below: "grove-filter li" },
  { path: "/find/compare/", below: "#pairs" },
])("nothing on $path is moved by its script", async ({ path, below }) => {
  const context = await openContext(browser(), LOOKS[0]!);
  const topOf = async (page: Page) => (await page.locator(below).first().boundingBox())?.y;
  const { page: after } = await visit(context, addressOf(path));
  // Scripts run, and that of the form has not come yet.
  await context.addInitScript(() => (customElements.define = () => undefined));
  const { page: before } = await visit(context, addressOf(path));

  expect(await topOf(before)).toBe(await topOf(after));
});

test("without scripts the filter shows every entry, and pairs are compared", async () => {
  const filter = await openWithoutScripts(browser(), addressOf("/find/filter/"));
  expect(await shown(filter).count()).toBe(entries.length);
  expect(await filter.locator("grove-filter form").isVisible()).toBe(false);

  const compare = await openWithoutScripts(browser(), addressOf("/find/compare/"));
  expect(await compare.locator("main").innerText()).toContain("Choosing entries needs JavaScript");
  await compare
    .getByRole("link", { name: /Two-Phase Commit/ })
    .first()
    .click();
  expect(await compare.locator("thead a").count()).toBe(2);
  expect(await compare.getByRole("row", { name: /^When to use it/ }).innerText()).toContain(
    "answers in milliseconds",
  );
});

test("what was read on a path is there after a reload", async () => {
  const page = await open("/find/paths/");
  await page.getByRole("checkbox", { name: "I have read Timeout" }).check();
  const told = page.locator("grove-paths [role=status]");
  expect(await told.textContent()).toContain("You have read 1 of");

  await page.reload({ waitUntil: "networkidle" });
  expect(await page.getByRole("checkbox", { name: "I have read Timeout" }).isChecked()).toBe(true);
  await page.getByRole("checkbox", { name: "I have read Timeout" }).uncheck();
  expect(await told.textContent()).toContain("You have read 0 of");
});

test("a comparison is sent with its address, and a choice changes both", async () => {
  const page = await open("/find/compare/?with=saga,two-phase-commit");
  const heads = page.locator("grove-compare thead a");
  await heads.first().waitFor();
  expect(await heads.allTextContents()).toEqual(["Saga", "Two-Phase Commit"]);
  expect((await judgeWithAxe(page)).violations).toEqual([]);

  await page.getByLabel("Third").selectOption("outbox");
  await heads.nth(2).waitFor();
  expect(await heads.allTextContents()).toEqual(["Saga", "Two-Phase Commit", "Outbox"]);
  expect(new URL(page.url()).search).toBe("?with=saga,two-phase-commit,outbox");
});

test("a comparison with what does not exist asks again", async () => {
  const page = await open("/find/compare/?with=nothing,saga");

  expect(await page.locator("grove-compare [role=status]").textContent()).toBe("Choose two or three.");
  expect(await page.getByLabel("Second").inputValue()).toBe("saga");
});

test("the graph is one stop of the Tab key, walked by arrows and by relations", async () => {
  const page = await open("/find/graph/#node-saga");
  const at = () => page.evaluate(() => document.activeElement?.getAttribute("data-node"));
  expect(await at()).toBe("saga");
  expect(await page.locator("grove-graph [data-node][tabindex='0']").count()).toBe(1);

  await page.keyboard.press("ArrowUp");
  expect(await at()).toBe("outbox");
  await page.keyboard.press("ArrowRight");
  expect(await at()).not.toBe("outbox");
  await page.keyboard.press("ArrowLeft");
  await page.locator("[data-node=saga]").focus();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BUTTON");
  await page.getByRole("button", { name: "Requires: Outbox" }).press("Enter");
  expect(await at()).toBe("outbox");
  expect(await page.locator("grove-graph [role=status]").textContent()).toMatch(
    /^Outbox has \d+ neighbours\.$/,
  );

  await page.locator("[data-node=outbox]").press("Enter");
  await page.waitForURL("**/catalogue/outbox/");
});
