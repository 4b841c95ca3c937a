import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchBrowser } from "../../tools/browser.ts";
import { ROOT } from "../../tools/sources.ts";
import { looksOf, samplePages } from "./kinds.ts";
import { goTo, judgeWithAxe, type Look, LOOKS, measureOverflow, openContext } from "./visit.ts";

const FIGURE = join(ROOT, ".specs", "axe.json");
const WRONG = "/no/such/page/";
const paths = [...samplePages(), WRONG];
const cases = paths.flatMap((path) =>
  looksOf(path).map((look) => ({ path, look, name: `${path} ${look.name}` })),
);

/** The violations of each page and look that axe judged. */
const judged = new Map<string, number>();

let browser: Browser;
/** One for each look, and the visit that it is busy with: a renderer takes as long to start as most pages to judge. */
const pages = new Map<Look, { readonly page: Page; last: Promise<unknown> }>();

beforeAll(async () => {
  rmSync(FIGURE, { force: true });
  browser = await launchBrowser();
  for (const look of LOOKS) {
    const context = await openContext(browser, look);
    pages.set(look, { page: await context.newPage(), last: Promise.resolve() });
  }
});

afterAll(async () => {
  await browser.close();
  // A figure of a part would pass for one of the whole.
  if (judged.size < cases.length) return;
  const violations = [...judged.values()].reduce((sum, count) => sum + count, 0);
  const figure = { pages: paths.length, views: cases.length, violations };
  writeFileSync(FIGURE, JSON.stringify(figure));
});

test("no page is forgotten", () => {
  expect(paths.length).toBeGreaterThanOrEqual(15);
});

/** Looks at an address when what came before it in its look is done. */
async function judge(path: string, look: Look) {
  const open = pages.get(look)!;
  const judgement = open.last.then(async () => {
    // What the last address has yet to say is not this one's.
    await open.page.goto("about:blank");
    open.page.removeAllListeners();
    const seen = await goTo(open.page, `http://localhost:${inject("port")}${path}`);
    const scheme = await open.page.evaluate(() => ({
      scheme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
      theme: document.documentElement.dataset["theme"],
    }));
    const overflow = await open.page.evaluate(measureOverflow);
    return { ...seen, ...(await judgeWithAxe(open.page)), scheme, overflow };
  });
  open.last = judgement.catch(() => undefined);
  return judgement;
}

test.concurrent.for(cases)("anyone can use $name", async ({ path, look, name }) => {
  const { violations, passes, complaints, foreign, status, scheme, overflow } = await judge(path, look);
  judged.set(name, violations.length);

  expect(violations).toEqual([]);
  expect(passes).toBeGreaterThan(10);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
  expect(status).toBe(path === WRONG ? 404 : 200);
  expect(scheme).toEqual({ scheme: look.scheme, theme: look.scheme });
  expect(overflow).toBe(0);
});
