import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { choose, focused, headers, level, news, openDemoPage, press, tabTo, used } from "./demo-page.ts";
import { judgeWithAxe, type Look, LOOKS, measureOverflow, useBrowser, type Visit } from "./visit.ts";

const browser = useBrowser();

const open = (look?: Look): Promise<Visit> => openDemoPage(browser(), look && { look });

const partsOf = (page: Page) => page.locator("threshold-demo .part").allTextContents();

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

test("by mouse: a burst fills one window and takes no more from the others, waiting empties all", async () => {
  const { page, complaints, foreign } = await open();
  await press(page, "Start the demo");

  await press(page, "200 requests");
  await expect.poll(() => news(page)).toBe("60 allowed, 140 refused by the user's limit; come back in 60 s.");
  expect([await used(page, "user"), await used(page, "tenant")]).toEqual(["60 of 60", "60 of 100"]);
  expect(await used(page, "address")).toBe("60 of 6000");
  expect(await partsOf(page)).toEqual(["last: given back", "last: refused", "last: not asked"]);
  expect(await page.getByRole("img", { name: "The window of “user”: 60 of 60" }).count()).toBe(1);
  expect(await headers(page)).toMatch(/^HTTP 429 refused\n[\s\S]*retry-after: 60/);

  await choose(page, "From", "nobody signed in");
  await press(page, "200 requests");
  await expect
    .poll(() => news(page))
    .toBe("40 allowed, 160 refused by the tenant's limit; come back in 60 s.");
  expect([await used(page, "user"), await used(page, "tenant")]).toEqual(["60 of 60", "100 of 100"]);

  await press(page, "+60 s");
  expect([await used(page, "user"), await used(page, "tenant")]).toEqual(["0 of 60", "0 of 100"]);
  await choose(page, "Tier", "oak, 1000 a minute");
  await press(page, "200 requests");
  await expect.poll(() => news(page)).toBe("All 200 allowed: address 200 of 6000, tenant 200 of 1000.");
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});

test("a note meets a limit of its endpoint's, and what one limit refuses no other has counted", async () => {
  const { page } = await open();
  await press(page, "Start the demo");
  await choose(page, "Request", "Write a note");
  await press(page, "200 requests");
  await expect
    .poll(() => news(page))
    .toBe("20 allowed, 180 refused by the user's limit; come back in 5 min.");

  await choose(page, "From", "another user");
  expect(await used(page, "user")).toBe("0 of 20");
  await press(page, "200 requests");

  await expect
    .poll(() => news(page))
    .toBe("10 allowed, 190 refused by the endpoint's limit; come back in 60 s.");
  expect(await partsOf(page)).toEqual([
    "last: given back",
    "last: given back",
    "last: refused",
    "last: had room",
  ]);
  const layers = ["address", "user", "endpoint", "tenant"] as const;
  expect(await Promise.all(layers.map((layer) => used(page, layer)))).toEqual([
    "30 of 300",
    "10 of 20",
    "30 of 30",
    "30 of 50",
  ]);
  expect(await level(page)).toBe("clear");
  await choose(page, "Request", "Read");
  expect(await used(page, "address")).toBe("0 of 6000");
});

test("an attack lowers the address's ceiling, which then refuses before anybody else is asked", async () => {
  const { page } = await open();
  await press(page, "Start the demo");
  await choose(page, "Attack level", "4, flood");
  expect(await used(page, "address")).toBe("0 of 24");
  await press(page, "200 requests");

  await expect
    .poll(() => news(page))
    .toBe("24 allowed, 176 refused by the address's ceiling; come back in 60 s.");
  expect(await partsOf(page)).toEqual(["last: refused", "last: not asked", "last: not asked"]);
  expect(await headers(page)).toMatch(/^HTTP 429 refused\n[\s\S]*ratelimit-policy: "address";q=24;w=60/);
});

test("shows what fixed windows would have let through where a minute turns", async () => {
  const { page } = await open();
  await press(page, "Start the demo");
  const comparison = page.getByRole("region", { name: "The most that any 60 seconds let through" });
  await choose(page, "From", "nobody signed in");
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

test("by keyboard alone: start, send, choose a note and another user, step the clock, start again", async () => {
  const { page } = await open();
  await page.getByRole("button", { name: "Start the demo" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("threshold-demo").waitFor();

  await tabTo(page, "seedling");
  await tabTo(page, "200 requests");
  await page.keyboard.press("Space");
  await expect.poll(() => news(page)).toContain("60 allowed, 140 refused");
  expect(await focused(page)).toBe("200 requests");
  await tabTo(page, "Read", "Shift+Tab");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, "the user");
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => used(page, "user")).toBe("0 of 20");
  await tabTo(page, "0, peace");
  await tabTo(page, "10 requests");
  await page.keyboard.press("Space");
  await expect
    .poll(() => news(page))
    .toBe("All 10 allowed: address 10 of 300, other user 10 of 20, endpoint 10 of 30, tenant 10 of 50.");
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
  await choose(page, "Request", "Write a note");
  await choose(page, "Attack level", "1");
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
