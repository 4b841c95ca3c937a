import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { flip, focused, openDemoPage, press, starting, tabTo } from "./demo-page.ts";
import { judgeWithAxe, LOOKS, measureOverflow, useBrowser } from "./visit.ts";

const browser = useBrowser();
const start = starting(browser, "loom", 19);

const textOf = async (page: Page, selector: string) =>
  (await page.locator(`loom-demo ${selector}`).textContent())?.trim().replace(/\s+/g, " ");
const news = (page: Page) => textOf(page, ".news");
/** What the object is at, beside the button that kills it. */
const flight = (page: Page) => textOf(page, "[aria-label='Kill the object'] .where");
const acknowledged = async (page: Page) => Number(await textOf(page, ".acknowledged"));

/** No bar: a Worker may be long in answering, on a slow machine that does other things too. */
const ON_WORKER = { timeout: 30_000 };

/** What one side says of what it has acknowledged. */
async function side(page: Page, name: string): Promise<Record<string, number>> {
  const cells = await page.getByRole("region", { name, exact: true }).locator("dl > div").allTextContents();
  return Object.fromEntries(
    cells
      .map((cell) => /^\s*(.+?)\s*(\d+)\s*$/.exec(cell))
      .map((found) => [found?.[1] ?? "", Number(found?.[2])]),
  );
}

/** What one side is billed, in its own words. */
async function bill(page: Page, name: string): Promise<string> {
  const region = page.getByRole("region", { name, exact: true });
  return (await region.locator("p:has(.rows)").innerText()).replace(/\s+/g, " ");
}

test("by mouse: a kill on either side of D1's commit loses what memory held, and nothing of Loom's", async () => {
  const { page, complaints, foreign } = await start();
  await press(page, "100 events at once");
  await expect.poll(() => news(page)).toBe("All 100 are acknowledged, together.");
  expect(await side(page, "Loom")).toEqual({ waiting: 100, "in D1": 0, lost: 0, twice: 0 });

  await press(page, "+30 s");
  await expect.poll(() => flight(page)).toBe("100 are on their way to D1, which has not committed.");
  await press(page, "Kill");
  await expect
    .poll(() => news(page))
    .toBe(
      "Killed in the flush, before D1 had committed. Lost so far: 100 by the buffer in memory, 0 by Loom.",
    );
  await press(page, "10 events at once");
  await press(page, "Flush now");
  await press(page, "+5 s");
  await expect.poll(() => flight(page)).toBe("D1 has committed 100, and the object has not heard.");
  await press(page, "Kill");
  await expect
    .poll(() => news(page))
    .toBe(
      "Killed in the flush, after D1 had committed. Lost so far: 100 by the buffer in memory, 0 by Loom.",
    );
  await press(page, "+30 s");

  await expect.poll(() => side(page, "Loom")).toEqual({ waiting: 0, "in D1": 110, lost: 0, twice: 0 });
  expect(await side(page, "A buffer in memory")).toMatchObject({ lost: 100, "in D1": 10 });
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});

test("rows are billed both ways, alarms included", async () => {
  const { page } = await start();
  await press(page, "100 events at once");
  await press(page, "+30 s");
  await press(page, "+30 s");

  await expect
    .poll(() => bill(page, "A buffer in memory"))
    .toBe("Rows billed: 101 (100 in D1, 1 for alarms); 1.01 for each event in D1.");
  expect(await bill(page, "Loom")).toBe(
    "Rows billed: 104 (101 in D1, 2 in the object, 1 for alarms); 1.04 for each event in D1.",
  );
});

test("by keyboard alone: start, stream, send, kill, step the clock, start again", async () => {
  const { page } = await openDemoPage(browser(), { slug: "loom" });
  await page.getByRole("button", { name: "Start the demo" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("loom-demo").waitFor();
  await tabTo(page, "Stream");
  await page.keyboard.press("Space");
  await expect.poll(() => news(page)).toBe("Events stream in.");
  await expect.poll(() => acknowledged(page)).toBeGreaterThan(0);
  await page.keyboard.press("Space");
  await expect.poll(() => news(page)).toBe("The stream is paused, and so is the clock.");
  await tabTo(page, "Start again");
  await page.keyboard.press("Enter");
  await tabTo(page, "10 events at once", "Shift+Tab");
  await page.keyboard.press("Space");
  await tabTo(page, "Kill");
  await page.keyboard.press("Enter");
  await expect.poll(() => news(page)).toBe("Killed. Lost so far: 10 by the buffer in memory, 0 by Loom.");
  expect(await focused(page)).toBe("Kill");
  await tabTo(page, "+30 s");
  await page.keyboard.press("Enter");
  await expect.poll(() => news(page)).toBe("30 s later, a flush is on its way.");
  await page.keyboard.press("Enter");
  await expect.poll(() => side(page, "Loom")).toMatchObject({ "in D1": 10, waiting: 0 });
});

/** Ticks of the stream in a second of the reader's, or so many events more. */
async function streamed(page: Page): Promise<number> {
  const before = await acknowledged(page);
  await page.clock.runFor(1_000);
  return (await acknowledged(page)) - before;
}

test("events stream in as long as the demo can be seen, and until they are paused", async () => {
  const { page } = await openDemoPage(browser(), { slug: "loom" });
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await press(page, "Start the demo");
  await page.locator("loom-demo").waitFor();
  await expect.poll(() => streamed(page)).toBeGreaterThan(0);
  expect(await news(page)).toBe("Nothing sent yet.");

  await page.evaluate(() => scrollTo(0, 0));
  await expect.poll(() => streamed(page)).toBe(0);
  await page.locator("loom-demo").scrollIntoViewIfNeeded();
  await expect.poll(() => streamed(page)).toBeGreaterThan(0);

  const hide = async (isHidden: boolean) =>
    await page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, isHidden);
  await hide(true);
  expect(await streamed(page)).toBe(0);
  await hide(false);
  expect(await streamed(page)).toBeGreaterThan(0);

  await flip(page, "Stream");
  expect(await streamed(page)).toBe(0);
  expect(await side(page, "Loom")).toMatchObject({ lost: 0, twice: 0 });
});

test("who wants no motion has the stream begin when they say so", async () => {
  const { page } = await start();
  const stream = page.getByRole("switch", { name: "Stream" });
  expect(await stream.getAttribute("aria-checked")).toBe("false");

  await stream.click();

  await expect.poll(() => acknowledged(page)).toBeGreaterThan(0);
});

test("live: a real object is crashed, and every acknowledged comment is there, once", async () => {
  const { page, foreign } = await start();
  await flip(page, "Live");
  await expect.poll(() => news(page), ON_WORKER).toBe("This sends comments to this Worker.");
  await press(page, "5 events at once");
  await expect.poll(() => news(page), ON_WORKER).toBe("All 5 are acknowledged, together.");
  expect(await side(page, "Loom")).toEqual({ waiting: 5, "in D1": 0, lost: 0, twice: 0 });
  expect(await bill(page, "Loom")).toMatch(/^Rows billed for Loom: \d+, counted by the object in this life/);
  const before = Number(await textOf(page, ".rows"));
  expect(before).toBeGreaterThan(1);

  await press(page, "Kill");
  await expect.poll(() => news(page), ON_WORKER).toBe("The real object has crashed, and lives again.");
  expect(await side(page, "Loom")).toEqual({ waiting: 5, "in D1": 0, lost: 0, twice: 0 });
  await press(page, "Flush now");

  await expect
    .poll(() => side(page, "Loom"), ON_WORKER)
    .toEqual({ waiting: 0, "in D1": 5, lost: 0, twice: 0 });
  expect(await bill(page, "Loom")).toContain("in 2 lives");
  // The five, the watermark and the progress, at least.
  expect(Number(await textOf(page, ".rows"))).toBeGreaterThanOrEqual(before + 7);
  expect(foreign).toEqual([]);
});

test("live: what the Worker cannot be asked is said, and the simulation is as it was left", async () => {
  const { page } = await start();
  await press(page, "10 events at once");
  await page.route("**/api/sandboxes", (route) => route.abort());
  await flip(page, "Live");

  await expect
    .poll(() => page.locator("loom-demo .trouble").textContent(), ON_WORKER)
    .toContain("cannot be reached");
  expect(await side(page, "Loom")).toMatchObject({ waiting: 10 });
});

test.for(LOOKS)("the started demo can be used by anyone: $name", async (look) => {
  const { page } = await start(look);
  await press(page, "100 events at once");
  await press(page, "Kill");
  await press(page, "1 event");
  await press(page, "Flush now");
  await expect.poll(() => flight(page)).toContain("on their way");

  const { violations, passes } = await judgeWithAxe(page, "loom-demo");

  expect(violations).toEqual([]);
  expect(passes).toBeGreaterThan(10);
  expect(await page.evaluate(measureOverflow)).toBe(0);
});
