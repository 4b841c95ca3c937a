import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { flip, focused, openDemoPage, press, starting, tabTo } from "./demo-page.ts";
import { judgeWithAxe, LOOKS, measureOverflow, useBrowser } from "./visit.ts";

const browser = useBrowser();
const start = starting(browser, "prism", 20);

const textOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(`prism-demo ${selector}`).textContent())?.trim() ?? "";
const verdict = (page: Page) => textOf(page, ".verdict");
const news = (page: Page) => textOf(page, ".news");
const box = (page: Page) => page.getByRole("textbox", { name: "Statement" });

/** What is pointed at where a statement is refused. */
const marked = (page: Page) => textOf(page, "mark");

async function pick(page: Page, name: string): Promise<void> {
  await page.getByRole("combobox", { name: "Try" }).selectOption(name);
}

test("what one types is rewritten at once, and what is refused is marked where it stands", async () => {
  const { page, complaints, foreign } = await start();
  await box(page).fill("SELECT slug FROM posts WHERE id = ?");
  await expect.poll(() => verdict(page)).toBe("Rewritten. It opens posts.");
  expect(await textOf(page, "pre.answer")).toContain('WHERE "posts"."tenant_id" = ?2');

  await box(page).fill("SELECT name FROM sqlite_master");
  await expect
    .poll(() => verdict(page))
    .toBe("Refused at character 17: there is no table sqlite_master here.");
  expect(await marked(page)).toBe("sqlite_master");

  await pick(page, "Move a row to a tenant");
  await expect.poll(() => marked(page)).toBe("tenant_id");
  expect(await box(page).inputValue()).toContain("UPDATE posts SET tenant_id");
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});

test("whose request it is decides which rows are in reach, and the text stays the same", async () => {
  const { page } = await start();
  const before = await textOf(page, "pre.answer");
  const own = async () => await page.locator("prism-demo li.own").allTextContents();
  expect((await own()).every((row) => row.startsWith("alice:"))).toBe(true);

  await press(page, "bob");

  await expect.poll(async () => (await own()).every((row) => row.startsWith("bob:"))).toBe(true);
  expect(await own()).not.toEqual([]);
  expect(await textOf(page, "pre.answer")).toBe(before);
});

test("by keyboard alone: start, pick an attack, change the statement, go live, run it", async () => {
  const { page } = await openDemoPage(browser(), { slug: "prism", address: "198.20.250.1" });
  await page.getByRole("button", { name: "Start the demo" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("prism-demo").waitFor();
  await tabTo(page, "Live");
  await page.keyboard.press("Space");
  await expect.poll(() => news(page)).toBe("This runs statements on this Worker's own D1.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("End");
  await expect.poll(() => verdict(page)).toContain("OR ROLLBACK");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("SELECT slug FROM posts");
  await tabTo(page, "Run it");
  await page.keyboard.press("Enter");

  await expect.poll(() => news(page)).toBe("1 row.");
  expect(await focused(page)).toBe("Run it");
});

test("live: every attack of the list is refused, or answers nothing of the other blogs'", async () => {
  const { page, foreign } = await start();
  await flip(page, "Live");
  await expect.poll(() => news(page)).toContain("this Worker's own D1");
  const names = await page.getByRole("combobox", { name: "Try" }).locator("option").allTextContents();
  const answers: Record<string, string> = {};
  for (const name of names) {
    await pick(page, name.trim());
    const answered = page.waitForResponse((response) => response.url().endsWith("/sql"));
    await press(page, "Run it");
    answers[name.trim()] = await (await answered).text();
    await expect.poll(async () => (await news(page)) + (await textOf(page, ".trouble"))).not.toBe("");
  }

  const all = JSON.stringify(answers);
  expect(names.length).toBeGreaterThan(12);
  expect(all).toContain("first");
  // What the blogs of this Worker hold: alice's posts, and everybody's ids.
  expect(all).not.toMatch(
    /courgettes|thaw|\\"tenant_id\\":\\"(?!sandbox-)|\\"slug\\":\\"(?!first\\"|made up\\")/,
  );
  expect(foreign).toEqual([]);
});

test("live: a statement that SQLite cannot run is said aloud, and so is a Worker that is away", async () => {
  const { page } = await start();
  await flip(page, "Live");
  await expect.poll(() => news(page)).toContain("this Worker's own D1");
  await box(page).fill("SELECT colour FROM posts");
  await press(page, "Run it");
  await expect.poll(() => textOf(page, ".trouble")).toBe("SQLite says: no such column: colour.");

  await page.route("**/api/sandboxes/*/sql", (route) => route.abort());
  await press(page, "Run it");
  await expect.poll(() => textOf(page, ".trouble")).toContain("cannot be reached");
  expect(await box(page).inputValue()).toBe("SELECT colour FROM posts");
});

test("live: where no sandbox is to be had, that is said, and what was typed stays", async () => {
  const { page } = await start();
  await box(page).fill("SELECT 1");
  await page.route("**/api/sandboxes", (route) => route.abort());
  await flip(page, "Live");

  await expect.poll(() => textOf(page, ".trouble")).toContain("cannot be reached");
  expect(await box(page).inputValue()).toBe("SELECT 1");
  expect(await verdict(page)).toBe("Rewritten. It opens no table.");
});

test.for(LOOKS)("the started demo can be used by anyone: $name", async (look) => {
  const { page } = await start(look);
  for (const name of ["The table of tables", "A union's second arm"]) {
    await pick(page, name);
    await expect.poll(() => verdict(page)).not.toBe("");
    const { violations, passes } = await judgeWithAxe(page, "prism-demo");

    expect(violations).toEqual([]);
    expect(passes).toBeGreaterThan(10);
    expect(await page.evaluate(measureOverflow)).toBe(0);
  }
});
