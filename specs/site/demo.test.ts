import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { flip, focused, headers, level, news, openDemoPage, part, press, tabTo, used } from "./demo-page.ts";
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

test("by mouse: a burst fills one window and takes no more from the other, waiting empties both", async () => {
  const { page, complaints, foreign } = await open();
  await press(page, "Start the demo");

  await press(page, "200 requests");
  await expect.poll(() => news(page)).toBe("60 allowed, 140 refused by the user's limit; come back in 60 s.");
  expect([await used(page, "user"), await used(page, "requests")]).toEqual(["60 of 60", "60 of 100"]);
  expect([await part(page, "user"), await part(page, "requests")]).toEqual([
    "last: refused",
    "last: not asked",
  ]);
  expect(await page.getByRole("img", { name: "The window of the user: 60 of 60" }).count()).toBe(1);
  expect(await headers(page)).toMatch(/^HTTP 429 refused\n[\s\S]*retry-after: 60/);

  await flip(page, "Signed in");
  await press(page, "200 requests");
  await expect
    .poll(() => news(page))
    .toBe("40 allowed, 160 refused by the tenant's limit; come back in 60 s.");
  expect([await used(page, "user"), await used(page, "requests")]).toEqual(["60 of 60", "100 of 100"]);

  await press(page, "+60 s");
  expect([await used(page, "user"), await used(page, "requests")]).toEqual(["0 of 60", "0 of 100"]);
  await page.getByLabel("Tier").selectOption("oak");
  await press(page, "200 requests");
  await expect.poll(() => news(page)).toBe("All 200 allowed: tenant 200 of 1000.");
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});

test("shows what fixed windows would have let through where a minute turns", async () => {
  const { page } = await open();
  await press(page, "Start the demo");
  const comparison = page.getByRole("region", { name: "The most that any 60 seconds let through" });
  await flip(page, "Signed in");
  await press(page, "200 requests");
  await expect.poll(() => comparison.textContent()).toMatch(/Threshold\s+100\s+Fixed windows\s+100\s/);

  await press(page, "+1 s");
  await press(page, "200 requests");

  await expect.poll(() => comparison.textContent()).toMatch(/Threshold\s+100\s+Fixed windows\s+200\s/);
  expect(await comparison.textContent()).toContain("let 100 more through");
});

test("climbs the ladder a step for each minute that goes past the limit, and comes down again", async () => {
  const { page } = await open();
  await press(page, "Start the demo");
  const levels: unknown[] = [await level(page)];
  for (const steps of [1, 1, 1, 1, 6]) {
    await press(page, "200 requests");
    await expect.poll(() => page.locator(".demo[aria-busy=true]").count()).toBe(0);
    levels.push(await level(page));
    for (let i = 0; i < steps; i++) await press(page, "+60 s");
  }

  expect(levels).toEqual(["clear", "warning", "warning", "slowdown", "block", "block"]);
  expect(await level(page)).toBe("warning");
  await press(page, "200 requests");
  await expect.poll(() => level(page)).toBe("ban");
  expect(await headers(page)).toMatch(/^HTTP 403 barred\n[\s\S]*x-ratelimit-banned: true/);

  await press(page, "Clear");
  await expect.poll(() => news(page)).toBe("The ladder is cleared.");
  expect(await level(page)).toBe("clear");
  await press(page, "+60 s");
  await press(page, "200 requests");
  await expect.poll(() => level(page)).toBe("warning");
  await press(page, "+1 h");
  await press(page, "+60 s");
  expect(await level(page)).toBe("clear");
});

test("by keyboard alone: start, send, sign out, step the clock, start again", async () => {
  const { page } = await open();
  await page.getByRole("button", { name: "Start the demo" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("threshold-demo").waitFor();

  await tabTo(page, "seedling");
  await tabTo(page, "200 requests");
  await page.keyboard.press("Space");
  await expect.poll(() => news(page)).toContain("60 allowed, 140 refused");
  expect(await focused(page)).toBe("200 requests");
  await tabTo(page, "Signed in");
  await page.keyboard.press("Space");
  expect(await page.getByRole("switch", { name: "Signed in" }).getAttribute("aria-checked")).toBe("false");
  expect(await focused(page)).toBe("Signed in");
  await tabTo(page, "+60 s");
  await page.keyboard.press("Enter");
  expect(await page.getByLabel("Simulated time").textContent()).toBe("Thu 12:00:59");
  await tabTo(page, "Start again");
  await page.keyboard.press("Enter");
  await expect.poll(() => news(page)).toBe("Nothing sent yet.");
  await tabTo(page, "Clear");
  await page.keyboard.press("Enter");
  await expect.poll(() => news(page)).toBe("There is nothing to clear.");
  expect(await focused(page)).toBe("Clear");
});

test("tells the same words anew when another press earns them", async () => {
  const { page } = await open();
  await press(page, "Start the demo");
  await press(page, "200 requests");
  const first = await page.locator("threshold-demo .news > *").elementHandle();
  const words = await news(page);

  await press(page, "+60 s");
  await press(page, "200 requests");

  await expect.poll(() => first?.evaluate((element) => element.isConnected)).toBe(false);
  expect(await news(page)).toBe(words);
});

test.for(LOOKS)("the started demo can be used by anyone: $name", async (look) => {
  const { page } = await open(look);
  await press(page, "Start the demo");
  await press(page, "200 requests");
  await expect.poll(() => news(page)).toContain("refused");

  const { violations, passes } = await judgeWithAxe(page, "threshold-demo");

  expect(violations).toEqual([]);
  expect(passes).toBeGreaterThan(10);
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
