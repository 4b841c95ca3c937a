import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser } from "../../tools/browser.ts";
import { judgeWithAxe, type Look, LOOKS, openContext, visit } from "./visit.ts";

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(() => context.close());
afterAll(() => browser.close());

/** The Threshold page with its demo not yet started. */
async function open(
  look: Look = LOOKS[0]!,
): Promise<{ page: Page; complaints: string[]; foreign: string[] }> {
  context = await openContext(browser, look);
  return visit(context, `http://localhost:${inject("port")}/patterns/threshold/`);
}

const news = async (page: Page) => (await page.locator("threshold-demo .news").textContent())?.trim();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

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
  await expect.poll(() => news(page)).toBe("Refused, come back in 1 s.");

  await press(page, "+1 s");
  await press(page, "1 request");
  await expect.poll(() => news(page)).toBe("Allowed.");

  await page.getByLabel("Tier").selectOption("oak");
  await press(page, "200 requests");
  await expect.poll(() => news(page)).toBe("All 200 allowed.");
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});

test("by keyboard alone: start, send, step the clock, start again", async () => {
  const { page } = await open();
  await page.getByRole("button", { name: "Start the demo" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("threshold-demo").waitFor();

  /** Tabs on from where the focus is until it rests on the control of that name. */
  async function tabTo(name: string): Promise<void> {
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => {
        const inner = document.activeElement?.shadowRoot?.activeElement;
        return inner?.textContent?.trim().replace(/\s+/g, " ") ?? "";
      });
      if (focused.startsWith(name)) return;
    }
    throw new Error(`Cannot reach "${name}" by keyboard`);
  }

  await tabTo("seedling");
  await tabTo("200 requests");
  await page.keyboard.press("Space");
  await expect.poll(() => news(page)).toContain("100 allowed, 100 refused");
  await tabTo("+60 s");
  await page.keyboard.press("Enter");
  expect(await page.getByLabel("Simulated time").textContent()).toBe("12:00:59");
  await tabTo("Start again");
  await page.keyboard.press("Enter");
  await expect.poll(() => news(page)).toBe("Nothing sent yet.");
});

test("live: real requests to this Worker's sandbox tenant until it refuses them, then no more sandboxes", async () => {
  const { page, complaints, foreign } = await open();
  await press(page, "Start the demo");

  await page.getByRole("switch", { name: "Live" }).click();
  await expect
    .poll(() => page.locator("threshold-demo .where").textContent())
    .toMatch(/Sent to this Worker as sandbox-\w+/);
  await press(page, "200 requests");

  await expect
    .poll(() => news(page), { timeout: 30_000 })
    .toMatch(/^100 allowed, 100 refused, come back in \d+ s\.$/);
  expect(await page.getByLabel("Headers of the last answer").textContent()).toMatch(
    /^HTTP 429 refused\n[\s\S]*ratelimit: "requests";r=0;t=\d+/,
  );
  expect(foreign).toEqual([]);
  // A browser notes each 429 as an error of its own; there is nothing else.
  expect(complaints.filter((text) => !text.includes("429"))).toEqual([]);

  for (const tier of ["sapling", "oak", "evergreen"]) {
    await page.getByLabel("Tier").selectOption(tier);
    await expect.poll(() => page.locator(".demo[aria-busy=true]").count()).toBe(0);
  }
  await expect.poll(() => news(page)).toMatch(/sandbox/i);
  expect(await page.getByLabel("Tier").inputValue()).toBe("oak");
});

test.for(LOOKS)("the started demo can be used by anyone: $name", async (look) => {
  const { page } = await open(look);
  await press(page, "Start the demo");
  await press(page, "200 requests");
  await expect.poll(() => news(page)).toContain("refused");

  const { violations } = await judgeWithAxe(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );

  expect(violations).toEqual([]);
  expect(overflow).toBe(0);
});

test("says what is missing when the demo's script cannot be fetched, and lets the reader try again", async () => {
  const { page } = await open();
  await page.route("**/view.*.js", (route) => route.abort());
  await press(page, "Start the demo");
  await expect.poll(() => page.locator(".demo-status").textContent()).toContain("could not be loaded");
  expect(await page.getByRole("button", { name: "Start the demo" }).isEnabled()).toBe(true);
});
