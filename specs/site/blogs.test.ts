import { request as send } from "node:http";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser } from "../../tools/browser.ts";
import { judgeWithAxe, LOOKS, measureOverflow, openContext, visit } from "./visit.ts";

const tenants = inject("tenants");
/** Its limit is large, so that these checks never meet it. */
const open = tenants.find(({ tier }) => tier === "evergreen")?.subdomain ?? "nobody";
/** Its limit is small, so that these checks soon do. */
const spent = tenants.find(({ tier }) => tier === "seedling")?.subdomain ?? "nobody";
const MORE_THAN_A_SMALL_LIMIT = 200;

const cases = LOOKS.flatMap((look) =>
  [
    ...tenants.map(({ subdomain }) => ({
      seen: `${subdomain}'s first page`,
      subdomain,
      path: "/",
      status: 200,
    })),
    { seen: "a post", subdomain: open, path: "a post", status: 200 },
    { seen: "a wrong address", subdomain: open, path: "/no/such/page", status: 404 },
    { seen: "nobody's blog", subdomain: "nobody-at-all", path: "/", status: 404 },
  ].map((one) => ({ ...one, look, name: `${one.seen} ${look.name}` })),
);

let browser: Browser;
let post: string;

beforeAll(async () => {
  browser = await launchBrowser();
  const page = await browser.newPage();
  await page.goto(at(open));
  post = (await page.locator('a[href*="/posts/"]').first().getAttribute("href")) ?? "";
  await page.close();
});

afterAll(() => browser.close());

function at(subdomain: string, path = "/"): string {
  return new URL(path, `http://${subdomain}.grove.localhost:${inject("port")}`).href;
}

test("there are five blogs over the four tiers, with posts", () => {
  expect(tenants).toHaveLength(5);
  expect(new Set(tenants.map(({ tier }) => tier)).size).toBe(4);
  expect(post).toContain("/posts/");
});

test.concurrent.for(cases)("anyone can read $name", async ({ subdomain, path, status, look }) => {
  const context = await openContext(browser, look);
  const visited = await visit(context, at(subdomain, path === "a post" ? post : path));
  const { violations } = await judgeWithAxe(visited.page);
  const scripts = await visited.page.locator("script").count();
  const overflow = await visited.page.evaluate(measureOverflow);
  await context.close();

  expect(violations).toEqual([]);
  expect(visited.complaints).toEqual([]);
  expect(visited.foreign).toEqual([]);
  expect(visited.status).toBe(status);
  expect({ scripts, overflow }).toEqual({ scripts: 0, overflow: 0 });
});

test.for(LOOKS)("anyone can read why a blog refuses them, $name", async (look) => {
  await spend(spent);
  const context = await openContext(browser, look);
  const visited = await visit(context, at(spent));
  const { violations } = await judgeWithAxe(visited.page);
  const text = await visited.page.locator("main").innerText();
  const overflow = await visited.page.evaluate(measureOverflow);
  await context.close();

  expect(visited.status).toBe(429);
  expect(text).toMatch(/requests a minute[\s\S]*Try again in \d+ seconds?/);
  expect(violations).toEqual([]);
  expect(visited.complaints).toEqual([]);
  expect(overflow).toBe(0);
});

/** Sends a blog requests until it refuses one. Node does not resolve names under localhost, so the host is a header. */
async function spend(subdomain: string): Promise<void> {
  for (let sent = 0; sent < MORE_THAN_A_SMALL_LIMIT; sent += 1) {
    if ((await statusOf(subdomain)) === 429) return;
  }
  throw new Error(`Cannot spend the limit of ${subdomain}: ${MORE_THAN_A_SMALL_LIMIT} requests were allowed`);
}

function statusOf(subdomain: string): Promise<number | undefined> {
  const { host } = new URL(at(subdomain));
  return new Promise((resolve, reject) => {
    const request = send(
      { host: "127.0.0.1", port: inject("port"), path: "/", headers: { host } },
      (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode));
      },
    );
    request.once("error", reject);
    request.end();
  });
}
