import { expect, inject, test } from "vitest";
import { takeCensus } from "../harness/census.ts";
import { readBuiltPage } from "./built.ts";
import { LOOKS, openContext, useBrowser, visit } from "./visit.ts";

const browser = useBrowser();

interface Copying {
  copied: string[];
}

test("the button of every block copies the code as the page has it", async () => {
  const context = await openContext(browser(), LOOKS[0]!);
  const address = `http://localhost:${inject("port")}/patterns/threshold/`;
  const { page } = await visit(context, address);
  const copied = await page.evaluate(async () => {
    const window = globalThis as unknown as Copying;
    window.copied = [];
    const writeText = async (text: string) => void window.copied.push(text);
    Object.defineProperty(navigator, "clipboard", { value: { writeText } });
    for (const button of document.querySelectorAll<HTMLElement>(".copy button")) button.click();
    return window.copied;
  });

  const { specs } = takeCensus("src/content/docs").find(({ path }) => path.endsWith("threshold.mdx"))!;
  expect(copied.length).toBeGreaterThan(specs);
  expect(copied).toContainEqual(
    'import { createWindow } from "#implementations/threshold";\n\n' +
      'createWindow({ limit: "100", windowMs: 60_000 });',
  );
  expect(copied.filter((text) => text === "" || text.includes("\u007f"))).toEqual([]);
});

test("on the home page too a block's button copies its code", async () => {
  const context = await openContext(browser(), LOOKS[0]!);
  const origin = `http://localhost:${inject("port")}`;
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  const { page } = await visit(context, `${origin}/`);
  const copy = page.locator(".expressive-code:has([data-language=ts]) .copy button").first();
  await copy.click();

  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain("const window = createWindow({ limit: 2, windowMs: 60_000 });");
});

test("a page is copied as its Markdown, by keyboard, and says so", async () => {
  const origin = `http://localhost:${inject("port")}`;
  const context = await openContext(browser(), LOOKS[0]!);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  const { page, complaints } = await visit(context, `${origin}/patterns/threshold/`);
  const button = page.getByRole("button", { name: "Copy page as Markdown" });
  await button.focus();
  await page.keyboard.press("Enter");

  await expect.poll(() => page.locator(".page-actions [role=status]").textContent()).toBe("Copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    readBuiltPage("/patterns/threshold.md"),
  );
  expect(complaints).toEqual([]);
});

test("a page that cannot be copied says so, and has its Markdown to open", async () => {
  const context = await openContext(browser(), LOOKS[0]!);
  const { page } = await visit(context, `http://localhost:${inject("port")}/start/tour/`);
  await page.route("**/start/tour.md", (route) => route.abort());
  await page.getByRole("button", { name: "Copy page as Markdown" }).click();

  await expect.poll(() => page.locator(".page-actions [role=status]").textContent()).toContain("Not copied.");
  expect(await page.getByRole("link", { name: "View as Markdown" }).getAttribute("href")).toBe(
    "/start/tour.md",
  );
});
