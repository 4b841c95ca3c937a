import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { LOOKS, openContext, useBrowser, visit } from "./visit.ts";

const browser = useBrowser();

async function open(width: number): Promise<Page> {
  const look = LOOKS.find((each) => each.width === width)!;
  const context = await openContext(browser(), look);
  return (await visit(context, `http://localhost:${inject("port")}/patterns/threshold/`)).page;
}

const marked = (page: Page) =>
  page
    .locator("starlight-toc a[aria-current=true]")
    .evaluateAll((links) => links.map((a) => a.textContent?.trim()));

test("the table of contents marks the section that is read, and it alone", async () => {
  const page = await open(1350);
  await expect.poll(() => marked(page)).toEqual(["Overview"]);

  for (const section of ["The ladder", "References", "Leases"]) {
    const link = page.locator("starlight-toc a", { hasText: new RegExp(`^\\s*${section}\\s*$`) }).first();
    await link.click();
    await expect.poll(() => marked(page)).toEqual([section]);
    const heading = page.locator(`main ${await link.getAttribute("href")}`);
    expect((await heading.boundingBox())?.y).toBeLessThan(150);
  }
});

test("on a narrow page it tells the section that is read", async () => {
  const page = await open(390);
  const told = page.locator("mobile-starlight-toc .display-current");
  await expect.poll(() => told.textContent()).toBe("Overview");

  await page.locator("main #playground").evaluate((heading) => heading.scrollIntoView());
  await expect.poll(async () => (await told.textContent())?.trim()).toBe("Playground");
});
