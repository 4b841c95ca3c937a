import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { samplePages } from "./kinds.ts";
import { useBrowser } from "./visit.ts";

/** The width between the margins of an A4 sheet, in CSS pixels. */
const SHEET = 718;
const browser = useBrowser();

async function print(path: string): Promise<Page> {
  const context = await browser().newContext({
    viewport: { width: SHEET, height: 1000 },
    colorScheme: "dark",
  });
  const page = await context.newPage();
  await page.goto(`http://localhost:${inject("port")}${path}`, { waitUntil: "networkidle" });
  await page.emulateMedia({ media: "print" });
  return page;
}

/** Runs in the browser: every piece of the page's text that would not be on the paper, or not be legible there. */
function findLost(): string[] {
  const CONTROLS =
    "button, option, script, style, noscript, template, .sr-only, .page-actions, .pagination-links, grove-compare form";
  const main = document.querySelector("main")!;
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const lost: string[] = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement!;
    const text = node.textContent?.trim() ?? "";
    if (text === "" || element.closest(`${CONTROLS}, [role="tablist"], svg title, svg desc`)) continue;
    const fault = faultOf(node, element);
    if (fault) lost.push(`${fault}: ${text.slice(0, 60)}`);
  }
  return lost;

  function faultOf(node: Node, element: Element): string | undefined {
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    if (boxes.length === 0 || !element.checkVisibility({ contentVisibilityAuto: true })) return "hidden";
    if (boxes.some(({ right }) => right > innerWidth + 1)) return "beyond the paper";
    for (
      let around: Element | null = element;
      around && around !== document.body;
      around = around.parentElement
    ) {
      const { overflowX, overflowY } = getComputedStyle(around);
      const { right, bottom } = around.getBoundingClientRect();
      const isCut = boxes.some((box) => box.right > right + 1 || box.bottom > bottom + 1);
      if (isCut && (overflowX !== "visible" || overflowY !== "visible")) return "clipped";
    }
    const { color, fill } = getComputedStyle(element);
    return lightness(element.closest("svg") ? fill : color) > 0.6 ? "too light for paper" : undefined;
  }

  function lightness(colour: string): number {
    const [red = 0, green = 0, blue = 0] = colour.match(/[\d.]+/g)?.map(Number) ?? [];
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  }
}

test.for(samplePages())("%s loses nothing on paper, printed from a dark screen", async (path) => {
  const page = await print(path);

  expect(await page.evaluate(findLost)).toEqual([]);
});

test("on paper three entries stand side by side, without the form in which they were chosen", async () => {
  const page = await print("/find/compare/?with=saga,two-phase-commit,outbox");
  const heads = page.locator("grove-compare thead a");
  await heads.nth(2).waitFor();

  expect(await heads.allTextContents()).toEqual(["Saga", "Two-Phase Commit", "Outbox"]);
  expect(await page.locator("grove-compare form").isVisible()).toBe(false);
  expect(await page.evaluate(findLost)).toEqual([]);
});

test("on paper the columns of a comparison have the width that the sheet leaves them", async () => {
  const page = await print("/find/compare/?with=saga,two-phase-commit,outbox");
  const cells = page.locator("grove-compare :is(th, td)");
  await cells.first().waitFor();
  const widths = await cells.evaluateAll((all) => all.map((cell) => getComputedStyle(cell).minWidth));

  expect(new Set(widths)).toEqual(new Set(["0px"]));
});

test("on paper a diagram fits the sheet, and its words stand on light shapes", async () => {
  const page = await print("/patterns/threshold/");
  const diagrams = await page.locator("figure.diagram svg").evaluateAll((drawings) =>
    drawings.map((drawing) => {
      const { width, height } = drawing.getBoundingClientRect();
      const fills = [...drawing.querySelectorAll(".node :is(rect, path, polygon)")].map((shape) =>
        (getComputedStyle(shape).fill.match(/\d+/g) ?? []).map(Number),
      );
      return { width, height, dark: fills.filter(([, green = 255]) => green < 150).length };
    }),
  );

  expect(diagrams.length).toBeGreaterThan(0);
  for (const { width, height, dark } of diagrams) {
    expect(width).toBeGreaterThan(100);
    expect(width).toBeLessThanOrEqual(SHEET);
    expect(height).toBeLessThanOrEqual(1000);
    expect(dark).toBe(0);
  }
});

test("on paper a link to another site shows its address, and what is folded is open", async () => {
  const page = await print("/patterns/threshold/");
  const address = await page
    .locator('.sl-markdown-content a[href^="http"]')
    .first()
    .evaluate((link) => ({
      shown: getComputedStyle(link, "::after").content,
      href: link.getAttribute("href"),
    }));
  await page.evaluate(() => {
    const content = document.querySelector(".sl-markdown-content");
    content?.insertAdjacentHTML("beforeend", "<details><summary>More</summary><p>Folded away</p></details>");
  });

  expect(address.shown).toContain(address.href);
  expect(await page.evaluate(findLost)).toEqual([]);
});

test("the paper is not blank: the PDF of a pattern's page has a sheet for each screenful", async () => {
  const page = await print("/patterns/threshold/");
  const height = await page.evaluate(() => document.querySelector("main")!.scrollHeight);
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;

  expect(sheets).toBeGreaterThanOrEqual(Math.floor(height / 1300));
});
