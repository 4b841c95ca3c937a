import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { flip, focused, openDemoPage, press, starting, tabTo } from "./demo-page.ts";
import { judgeWithAxe, LOOKS, measureOverflow, useBrowser } from "./visit.ts";

const browser = useBrowser();
const start = starting(browser, "loom", 19);

const news = async (page: Page) => (await page.locator("loom-demo .news").textContent())?.trim();

/** What one side says of what it has acknowledged. */
async function side(page: Page, name: string): Promise<Record<string, number>> {
  const cells = await page.getByRole("region", { name, exact: true }).locator("dl > div").allTextContents();
  return Object.fromEntries(
    cells
      .map((cell) => /^\s*(.+?)\s*(\d+)\s*$/.exec(cell))
      .map((found) => [found?.[1] ?? "", Number(found?.[2])]),
  );
}

test("by mouse: a kill in a flush loses what memory held, and nothing of Loom's", async () => {
  const { page, complaints, foreign } = await start();
  await press(page, "100 events at once");
  await expect.poll(() => news(page)).toBe("All 100 are acknowledged, together.");
  expect(await side(page, "Loom")).toEqual({ waiting: 100, "in D1": 0, lost: 0, twice: 0 });

  await press(page, "before D1 commits");
  await press(page, "+30 s");
  await expect
    .poll(() => news(page))
    .toBe("Killed in the flush. Lost so far: 100 by the buffer in memory, 0 by Loom.");
  await press(page, "10 events at once");
  await press(page, "after D1 commits");
  await press(page, "Flush now");
  await press(page, "Flush now");

  await expect.poll(() => side(page, "Loom")).toEqual({ waiting: 0, "in D1": 110, lost: 0, twice: 0 });
  expect(await side(page, "A buffer in memory")).toMatchObject({ lost: 100, "in D1": 10 });
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});

test("by keyboard alone: start, send, kill, step the clock, start again", async () => {
  const { page } = await openDemoPage(browser(), { slug: "loom" });
  await page.getByRole("button", { name: "Start the demo" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("loom-demo").waitFor();
  await tabTo(page, "10 events at once");
  await page.keyboard.press("Space");
  await tabTo(page, "Kill now");
  await page.keyboard.press("Enter");
  await expect.poll(() => news(page)).toBe("Killed. Lost so far: 10 by the buffer in memory, 0 by Loom.");
  expect(await focused(page)).toBe("Kill now");
  await tabTo(page, "+30 s");
  await page.keyboard.press("Enter");
  await expect.poll(() => news(page)).toBe("The alarm has carried 10 to D1.");
  await tabTo(page, "Start again");
  await page.keyboard.press("Enter");

  await expect.poll(() => news(page)).toBe("Nothing sent yet.");
});

test("live: a real object is crashed, and every acknowledged comment is there, once", async () => {
  const { page, foreign } = await start();
  await flip(page, "Live");
  await expect.poll(() => news(page)).toBe("This sends comments to this Worker.");
  await press(page, "5 events at once");
  await expect.poll(() => news(page)).toBe("All 5 are acknowledged, together.");
  expect(await side(page, "Loom")).toEqual({ waiting: 5, "in D1": 0, lost: 0, twice: 0 });

  await press(page, "Kill now");
  await expect.poll(() => news(page)).toBe("The real object has crashed, and lives again.");
  expect(await side(page, "Loom")).toEqual({ waiting: 5, "in D1": 0, lost: 0, twice: 0 });
  await press(page, "Flush now");

  await expect.poll(() => side(page, "Loom")).toEqual({ waiting: 0, "in D1": 5, lost: 0, twice: 0 });
  expect(foreign).toEqual([]);
});

test("live: what the Worker cannot be asked is said, and the simulation is as it was left", async () => {
  const { page } = await start();
  await press(page, "10 events at once");
  await page.route("**/api/sandboxes", (route) => route.abort());
  await flip(page, "Live");

  await expect.poll(() => page.locator("loom-demo .trouble").textContent()).toContain("cannot be reached");
  expect(await side(page, "Loom")).toMatchObject({ waiting: 10 });
});

test.for(LOOKS)("the started demo can be used by anyone: $name", async (look) => {
  const { page } = await start(look);
  await press(page, "100 events at once");
  await press(page, "Kill now");
  await expect.poll(() => news(page)).toContain("Lost so far");

  const { violations, passes } = await judgeWithAxe(page, "loom-demo");

  expect(violations).toEqual([]);
  expect(passes).toBeGreaterThan(10);
  expect(await page.evaluate(measureOverflow)).toBe(0);
});
