import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { focused, news, openDemoPage, place, press, tabTo, trouble } from "./demo-page.ts";
import { judgeWithAxe, type Look, LOOKS, measureOverflow, useBrowser, type Visit } from "./visit.ts";

const REQUESTS = "**/api/sandboxes/*/requests";

const browser = useBrowser();
let readers = 0;

/** A new reader at the started demo, from a network that has no sandbox. */
async function start(look?: Look): Promise<Visit> {
  readers += 1;
  const opened = await openDemoPage(browser(), { ...(look && { look }), address: `198.18.${readers}.1` });
  await press(opened.page, "Start the demo");
  return opened;
}

const toggleLive = (page: Page) => page.getByRole("switch", { name: "Live" }).click();

/** The sandbox that requests go to. */
async function sandboxOf(page: Page): Promise<string> {
  await expect.poll(() => place(page)).toMatch(/^Sent to this Worker as sandbox-\w+/);
  return /sandbox-\w+/.exec((await place(page)) ?? "")?.[0] ?? "";
}

async function pick(page: Page, tier: string): Promise<void> {
  await page.getByLabel("Tier").selectOption(tier);
  await expect.poll(() => page.locator(".demo[aria-busy=true]").count()).toBe(0);
}

test("sends real requests to a sandbox tenant until it refuses them, and shows its window as the Worker does", async () => {
  const { page, complaints, foreign } = await start();
  await toggleLive(page);
  const sandbox = await sandboxOf(page);
  await press(page, "200 requests");

  await expect
    .poll(() => news(page), { timeout: 30_000 })
    .toMatch(/^100 allowed, 100 refused, come back in \d+ s\.$/);
  expect(await page.getByLabel("Headers of the last answer").textContent()).toMatch(
    /^HTTP 429 refused\n[\s\S]*ratelimit: "requests";r=0;t=\d+/,
  );
  expect(await page.locator("threshold-demo .used").textContent()).toBe("100 of 100 in the window");
  expect(foreign).toEqual([]);
  // A browser notes each 429 as an error of its own; there is nothing else.
  expect(complaints.filter((text) => !text.includes("429"))).toEqual([]);

  await pick(page, "oak");
  const other = await sandboxOf(page);
  await press(page, "10 requests");
  await expect.poll(() => news(page)).toBe("All 10 allowed, 10 of 1000 used.");
  // Another of the sandbox's clients.
  await page.evaluate((id) => fetch(`/api/sandboxes/${id}/requests`), other);
  await press(page, "1 request");
  await expect.poll(() => news(page)).toBe("Allowed, 12 of 1000 used.");
  expect(other).not.toBe(sandbox);
});

test("spends one sandbox on each tier, says when there are no more, and goes back to those there are", async () => {
  const { page } = await start();
  await toggleLive(page);
  const seedling = await sandboxOf(page);
  await press(page, "10 requests");
  await expect.poll(() => news(page)).toContain("10 of 100");
  for (const tier of ["sapling", "oak", "evergreen"]) await pick(page, tier);

  expect(await trouble(page)).toMatch(/^You have as many sandboxes as one address may have/);
  expect(await page.getByLabel("Tier").inputValue()).toBe("oak");

  await toggleLive(page);
  expect(await trouble(page)).toBe("");
  await toggleLive(page);
  await pick(page, "seedling");
  expect(await sandboxOf(page)).toBe(seedling);
  expect(await news(page)).toBe("Back here, 10 of 100 used.");
  expect(await trouble(page)).toBe("");
});

test("by keyboard alone: go live, send twice and return, with the focus kept on what was pressed", async () => {
  const { page } = await start();
  await tabTo(page, "Live");
  await page.keyboard.press("Space");
  await sandboxOf(page);
  expect(await focused(page)).toBe("Live");

  await tabTo(page, "10 requests");
  await page.keyboard.press("Space");
  await expect.poll(() => news(page)).toBe("All 10 allowed, 10 of 100 used.");
  expect(await focused(page)).toBe("10 requests");
  await page.keyboard.press("Enter");
  await expect.poll(() => news(page)).toBe("All 10 allowed, 20 of 100 used.");

  await tabTo(page, "Live", "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect.poll(() => place(page)).toMatch(/^Simulated/);
  expect(await focused(page)).toBe("Live");
});

test("keeps a tier that is picked while a sandbox opens", async () => {
  const { page } = await start();
  let letThrough = (): void => undefined;
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route("**/api/sandboxes", async (route) => {
    await held;
    await route.continue();
  });
  await toggleLive(page);
  await expect.poll(() => place(page)).toBe("Opening a sandbox…");
  await page.getByLabel("Tier").selectOption("oak");
  letThrough();

  await sandboxOf(page);
  await press(page, "1 request");
  await expect.poll(() => news(page)).toBe("Allowed, 1 of 1000 used.");
  expect(await page.getByLabel("Tier").inputValue()).toBe("oak");
});

test("keeps what came back when the connection drops, until something else is begun", async () => {
  const { page } = await start();
  await toggleLive(page);
  await sandboxOf(page);
  let requests = 0;
  await page.route(REQUESTS, (route) => ((requests += 1) <= 156 ? route.continue() : route.abort()));
  await press(page, "200 requests");

  await expect.poll(() => trouble(page), { timeout: 30_000 }).toMatch(/^15\d of 200 were answered\./);
  expect(await news(page)).toMatch(/^100 allowed, 5\d refused, come back in \d+ s\.$/);

  await toggleLive(page);
  await expect.poll(() => trouble(page)).toBe("");
  expect(await news(page)).toBe("Nothing sent yet.");
});

test.for(LOOKS)(
  "says that its sandbox has expired and opens another; anyone can use it: $name",
  async (look) => {
    const { page } = await start(look);
    await toggleLive(page);
    const first = await sandboxOf(page);
    await page.route(REQUESTS, (route) => route.fulfill({ status: 404, json: { detail: "No such blog." } }));
    await press(page, "10 requests");
    await expect
      .poll(() => trouble(page))
      .toBe("This sandbox has expired. Switch Live off and on for a new one.");

    const { violations } = await judgeWithAxe(page);
    expect(violations).toEqual([]);
    expect(await page.evaluate(measureOverflow)).toBe(0);

    await page.unroute(REQUESTS);
    await toggleLive(page);
    await toggleLive(page);
    expect(await sandboxOf(page)).not.toBe(first);
    await press(page, "1 request");
    await expect.poll(() => news(page)).toBe("Allowed, 1 of 100 used.");
  },
);
