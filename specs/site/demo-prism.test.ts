import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { flip, openDemoPage, press, tabTo } from "./demo-page.ts";
import { judgeWithAxe, type Look, LOOKS, measureOverflow, useBrowser } from "./visit.ts";

const browser = useBrowser();
let readers = 0;

/** A new reader at the started demo, from a network that has no sandbox. */
async function start(look?: Look) {
  readers += 1;
  const opened = await openDemoPage(browser(), {
    ...(look && { look }),
    slug: "prism",
    address: `198.18.${readers}.1`,
  });
  await press(opened.page, "Start the demo");
  await opened.page.locator("prism-demo").waitFor();
  return opened;
}

const answer = async (page: Page) => (await page.locator("prism-demo .answer").textContent()) ?? "";
const box = (page: Page) => page.getByRole("textbox", { name: "Statement" });
const pick = async (page: Page, name: string) =>
  await page.getByRole("combobox", { name: "Try" }).selectOption({ label: name });

test("what one types is rewritten at once, and what is refused is marked", async () => {
  const { page, complaints, foreign } = await start();
  await box(page).fill("SELECT title FROM posts");
  await expect.poll(() => answer(page)).toContain('WHERE "posts"."tenant_id" = ?1');
  await box(page).fill("SELECT title FROM sqlite_master");

  await expect.poll(() => answer(page)).toContain("Refused: there is no table sqlite_master here.");
  expect(await page.locator("prism-demo mark").textContent()).toBe("sqlite_master");
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});

test("the rows that a statement may see are one tenant's, whoever it is", async () => {
  const { page } = await start();
  await pick(page, "A union's second arm");
  const own = async () => await page.locator("prism-demo li.own").allTextContents();
  await expect.poll(own).toEqual(["alice: sowing-before-the-thaw", "alice: too-many-courgettes"]);
  await press(page, "bob");

  await expect.poll(own).toEqual(["bob: chasing-a-hum", "bob: washing-a-dial"]);
});

test("by keyboard alone: start, choose another tenant, type", async () => {
  const { page } = await openDemoPage(browser(), { slug: "prism" });
  await page.getByRole("button", { name: "Start the demo" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("prism-demo").waitFor();
  await tabTo(page, "bob");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("DELETE FROM notes");

  await expect.poll(() => answer(page)).toContain('DELETE FROM "main"."notes"');
  await expect.poll(() => page.locator("prism-demo .where").nth(1).textContent()).toBe("Bound as ?1: bob.");
});

test("live: an attack reaches the sandbox's own rows on D1, and a refusal says why", async () => {
  const { page, foreign } = await start();
  const news = async () => (await page.locator("prism-demo .news").textContent())?.trim();
  await flip(page, "Live");
  await expect.poll(news).toBe("This runs statements on this Worker's own D1.");
  await box(page).fill("SELECT title FROM posts UNION SELECT title FROM posts WHERE 1 = 1");
  await press(page, "Run it");
  await expect.poll(news).toBe("1 row.");
  expect(await page.locator("prism-demo td").allTextContents()).toEqual(["A post to try things on"]);

  await box(page).fill("SELECT rowid FROM posts");
  await press(page, "Run it");
  await expect.poll(() => page.locator("prism-demo .trouble").textContent()).toContain("At character 7");
  expect(await box(page).inputValue()).toBe("SELECT rowid FROM posts");
  expect(foreign).toEqual([]);
});

test("live: what the Worker cannot be asked is said, and what was typed stays", async () => {
  const { page } = await start();
  await box(page).fill("SELECT 1");
  await page.route("**/api/sandboxes", (route) => route.abort());
  await flip(page, "Live");

  await expect.poll(() => page.locator("prism-demo .trouble").textContent()).toContain("cannot be reached");
  expect(await box(page).inputValue()).toBe("SELECT 1");
});

test.for(LOOKS)("the started demo can be used by anyone: $name", async (look) => {
  const { page } = await start(look);
  await pick(page, "The table of tables");
  await expect.poll(() => answer(page)).toContain("Refused");
  await pick(page, "IN a table");
  await expect.poll(() => answer(page)).toContain("memberships");

  const { violations, passes } = await judgeWithAxe(page, "prism-demo");

  expect(violations).toEqual([]);
  expect(passes).toBeGreaterThan(10);
  expect(await page.evaluate(measureOverflow)).toBe(0);
});
