import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { focused, news, openDemoPage, press, tabTo } from "./demo-page.ts";
import { judgeWithAxe, type Look, LOOKS, measureOverflow, useBrowser, type Visit } from "./visit.ts";

const browser = useBrowser();

const open = (look?: Look): Promise<Visit> => openDemoPage(browser(), look && { look });

const status = (page: Page) => page.locator(".demo-status").textContent();

test("loads nothing of the demo before the reader starts it", async () => {
  const { page } = await open();
  const scripts = await page.evaluate(() => performance.getEntriesByType("resource").map((one) => one.name));
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));

  await press(page, "Start the demo");
  await page.locator("threshold-demo").waitFor();

  expect(fetched.length).toBeGreaterThan(0);
  expect(scripts).not.toEqual(expect.arrayContaining([fetched[0]]));
});

test("by mouse: a burst fills the window, waiting empties it", async () => {
  const { page, complaints, foreign } = await open();
  await press(page, "Start the demo");

  await press(page, "200 requests");
  await expect.poll(() => news(page)).toBe("100 allowed, 100 refused, come back in 61 s.");
  expect(await page.getByRole("img", { name: "The window: 100 of 100" }).count()).toBe(1);
  expect(await page.getByLabel("Headers of the last answer").textContent()).toContain("retry-after: 61");

  await press(page, "+60 s");
  await press(page, "1 request");
  await expect.poll(() => news(page)).toBe("Refused, 101 so far, come back in 1 s.");

  await press(page, "+1 s");
  await press(page, "1 request");
  await expect.poll(() => news(page)).toBe("Allowed, 1 of 100 used.");

  await page.getByLabel("Tier").selectOption("oak");
  await press(page, "200 requests");
  await expect.poll(() => news(page)).toBe("All 200 allowed, 200 of 1000 used.");
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});

test("by keyboard alone: start, send, step the clock, start again", async () => {
  const { page } = await open();
  await page.getByRole("button", { name: "Start the demo" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("threshold-demo").waitFor();

  await tabTo(page, "seedling");
  await tabTo(page, "200 requests");
  await page.keyboard.press("Space");
  await expect.poll(() => news(page)).toContain("100 allowed, 100 refused");
  expect(await focused(page)).toBe("200 requests");
  await tabTo(page, "+60 s");
  await page.keyboard.press("Enter");
  expect(await page.getByLabel("Simulated time").textContent()).toBe("12:00:59");
  await tabTo(page, "Start again");
  await page.keyboard.press("Enter");
  await expect.poll(() => news(page)).toBe("Nothing sent yet.");
});

test("tells the same words anew when another press earns them", async () => {
  const { page } = await open();
  await press(page, "Start the demo");
  await press(page, "200 requests");
  const first = await page.locator("threshold-demo .news > *").elementHandle();
  const words = await news(page);

  await press(page, "+60 s");
  await press(page, "+1 s");
  await press(page, "200 requests");

  await expect.poll(() => first?.evaluate((element) => element.isConnected)).toBe(false);
  expect(await news(page)).toBe(words);
});

test.for(LOOKS)("the started demo can be used by anyone: $name", async (look) => {
  const { page } = await open(look);
  await press(page, "Start the demo");
  await press(page, "200 requests");
  await expect.poll(() => news(page)).toContain("refused");

  const { violations } = await judgeWithAxe(page);

  expect(violations).toEqual([]);
  expect(await page.evaluate(measureOverflow)).toBe(0);
});

test("says that the demo's script cannot be fetched, and lets the reader reload the page", async () => {
  const { page } = await open();
  await page.route("**/view.*.js", (route) => route.abort());
  await press(page, "Start the demo");
  await expect.poll(() => status(page)).toContain("could not be fetched. Check the connection");

  await page.unroute("**/view.*.js");
  await press(page, "Reload the page");
  await press(page, "Start the demo");
  await page.locator("threshold-demo").waitFor();
});

test("does not blame the connection for a fault of the demo, and logs it", async () => {
  const { page, complaints } = await open();
  await page.route("**/view.*.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: "undefined.missing;" }),
  );
  await press(page, "Start the demo");

  await expect.poll(() => status(page)).toContain("could not start. The fault is its own");
  expect(complaints.join()).toContain("Cannot read properties of undefined");
});
