import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  choose,
  flip,
  focused,
  headers,
  level,
  news,
  part,
  place,
  press,
  starting,
  tabTo,
  trouble,
  used,
} from "./demo-page.ts";
import { judgeWithAxe, LOOKS, measureOverflow, useBrowser } from "./visit.ts";

const REQUESTS = "**/api/sandboxes/*/requests";

const browser = useBrowser();
const start = starting(browser, "threshold", 18);

const toggleLive = (page: Page) => flip(page, "Live");

/** The sandbox that requests go to. */
async function sandboxOf(page: Page): Promise<string> {
  await expect.poll(() => place(page)).toMatch(/^Sent to this Worker as sandbox-\w+/);
  return /sandbox-\w+/.exec((await place(page)) ?? "")?.[0] ?? "";
}

async function pick(page: Page, tier: string): Promise<void> {
  await page.getByLabel("Tier").selectOption(tier);
  await expect.poll(() => page.locator(".demo[aria-busy=true]").count()).toBe(0);
}

test("sends real requests to a sandbox tenant until a limit refuses them, and shows its windows as the Worker does", async () => {
  const { page, complaints, foreign } = await start();
  await toggleLive(page);
  const sandbox = await sandboxOf(page);
  await press(page, "200 requests");

  await expect
    .poll(() => news(page), { timeout: 30_000 })
    .toMatch(/^60 allowed, 140 refused by the user's limit; come back in \d+ s\.$/);
  expect(await headers(page)).toMatch(/^HTTP 429 refused\n[\s\S]*ratelimit: "user";r=0;t=\d+/);
  expect([await used(page, "user"), await used(page, "tenant")]).toEqual(["60 of 60", "60 of 100"]);
  expect(await level(page)).toBe("warning");

  await choose(page, "From", "nobody signed in");
  await press(page, "200 requests");
  await expect
    .poll(() => news(page), { timeout: 30_000 })
    .toMatch(/^40 allowed, 160 refused by the tenant's limit; come back in \d+ s\.$/);
  expect([await used(page, "user"), await used(page, "tenant")]).toEqual(["60 of 60", "100 of 100"]);
  expect(await part(page, "user")).toBe("last: not asked");
  expect(foreign).toEqual([]);
  // A browser notes each 429 as an error of its own; there is nothing else.
  expect(complaints.filter((text) => !text.includes("429"))).toEqual([]);

  await pick(page, "sapling");
  const other = await sandboxOf(page);
  await press(page, "10 requests");
  await expect.poll(() => news(page)).toBe("All 10 allowed: tenant 10 of 500.");
  // Another of the sandbox's clients.
  await page.evaluate((id) => fetch(`/api/sandboxes/${id}/requests`), other);
  await press(page, "1 request");
  await expect.poll(() => news(page)).toBe("Allowed: tenant 12 of 500.");
  expect(other).not.toBe(sandbox);
});

test("writes real notes, shows the endpoint's limit, and says what the Worker does not tell", async () => {
  const { page } = await start();
  await choose(page, "From", "another user");
  await choose(page, "Attack level", "2");
  await toggleLive(page);
  await sandboxOf(page);
  await choose(page, "Request", "Write a note");
  await press(page, "200 requests");

  await expect
    .poll(() => news(page), { timeout: 30_000 })
    .toBe("20 allowed, 180 refused by the user's limit; come back in 5 min.");
  expect([await used(page, "user"), await used(page, "endpoint")]).toEqual(["20 of 20", "20 of 30"]);
  // Signing in is a write of the sandbox's too.
  expect(await used(page, "tenant")).toBe("21 of 50");
  const address = page.locator("threshold-demo [data-layer=address]");
  expect(await address.textContent()).toContain("The Worker tells of it only when it refuses.");
  expect(await page.getByText("The Worker does not tell its attack level.").isVisible()).toBe(true);
  expect(await page.getByRole("combobox", { name: "From" }).locator("option").allTextContents()).toEqual([
    "the user",
  ]);
});

test("shows the address's ceiling when the Worker refuses by it, as low as it says that it is", async () => {
  const { page } = await start();
  await toggleLive(page);
  await sandboxOf(page);
  const told = {
    "RateLimit-Policy": '"address";q=24;w=60',
    RateLimit: '"address";r=0;t=60',
    "Retry-After": "60",
  };
  await page.route(REQUESTS, (route) =>
    route.fulfill({ status: 429, headers: told, json: { "violated-policies": ["address"], retryAfter: 60 } }),
  );
  await press(page, "10 requests");

  await expect
    .poll(() => news(page))
    .toBe("All 10 refused by the address's ceiling, 10 so far; come back in 60 s.");
  expect([await used(page, "address"), await part(page, "address")]).toEqual(["24 of 24", "last: refused"]);
});

test("takes nothing from the user's limit for what the tenant's refuses", async () => {
  const { page } = await start();
  await toggleLive(page);
  await sandboxOf(page);
  await choose(page, "From", "nobody signed in");
  await press(page, "200 requests");
  await expect.poll(() => used(page, "tenant"), { timeout: 30_000 }).toBe("100 of 100");

  await choose(page, "From", "the user");
  await press(page, "10 requests");

  await expect.poll(() => news(page)).toMatch(/^All 10 refused by the tenant's limit/);
  expect([await used(page, "user"), await part(page, "user")]).toEqual(["0 of 60", "last: given back"]);
  expect(await level(page)).toBe("clear");
});

test("shows the ladder as far as the Worker's answers tell of it", async () => {
  const { page } = await start();
  await toggleLive(page);
  await sandboxOf(page);
  const problem = { "violated-policies": ["abuse"], retryAfter: 300 };
  await page.route(REQUESTS, (route) =>
    route.fulfill({ status: 403, headers: { "Retry-After": "300" }, json: problem }),
  );
  await press(page, "10 requests");

  await expect.poll(() => news(page)).toBe("All 10 barred by the ladder, 10 so far; come back in 5 min.");
  expect(await level(page)).toBe("block");
  expect(await headers(page)).toBe("HTTP 403 barred\nretry-after: 300");
  expect(await page.getByRole("button", { name: "Clear" }).count()).toBe(0);
});

test("spends one sandbox on each tier, says when there are no more, and goes back to those there are", async () => {
  const { page } = await start();
  await toggleLive(page);
  const seedling = await sandboxOf(page);
  await press(page, "10 requests");
  await expect.poll(() => news(page)).toContain("tenant 10 of 100");
  for (const tier of ["sapling", "oak", "evergreen"]) await pick(page, tier);

  expect(await trouble(page)).toMatch(/^You have as many sandboxes as one address may have/);
  expect(await page.getByLabel("Tier").inputValue()).toBe("oak");

  await toggleLive(page);
  expect(await trouble(page)).toBe("");
  await toggleLive(page);
  await pick(page, "seedling");
  expect(await sandboxOf(page)).toBe(seedling);
  expect(await news(page)).toBe("Back here: user 10 of 60, tenant 10 of 100.");
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
  await expect.poll(() => news(page)).toBe("All 10 allowed: user 10 of 60, tenant 10 of 100.");
  expect(await focused(page)).toBe("10 requests");
  await page.keyboard.press("Enter");
  await expect.poll(() => news(page)).toBe("All 10 allowed: user 20 of 60, tenant 20 of 100.");

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
  await expect.poll(() => news(page)).toBe("Allowed: user 1 of 60, tenant 1 of 1000.");
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
  expect(await news(page)).toMatch(/^60 allowed, 9\d refused by the user's limit; come back in \d+ s\.$/);

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

    const { violations, passes } = await judgeWithAxe(page, "threshold-demo");
    expect(violations).toEqual([]);
    expect(passes).toBeGreaterThan(10);
    expect(await page.evaluate(measureOverflow)).toBe(0);

    await page.unroute(REQUESTS);
    await toggleLive(page);
    await toggleLive(page);
    expect(await sandboxOf(page)).not.toBe(first);
    await press(page, "1 request");
    await expect.poll(() => news(page)).toBe("Allowed: user 1 of 60, tenant 1 of 100.");
  },
);
