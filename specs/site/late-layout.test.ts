import { expect, inject, test } from "vitest";
import type { Page } from "playwright-core";
import { LOOKS, openContext, useBrowser, visit } from "./visit.ts";

// What is laid out when it comes near has its size before: a jump lands where it did.

const browser = useBrowser();

async function openThreshold(width: number): Promise<Page> {
  const look = LOOKS.find((each) => each.width === width)!;
  const context = await openContext(browser(), look);
  const { page } = await visit(context, `http://localhost:${inject("port")}/patterns/threshold/`);
  return page;
}

test.for([390, 1350])("at %i px a block that is not laid out is as large as it will be", async (width) => {
  const page = await openThreshold(width);
  const blocks = await page.evaluate(() => {
    const sizeOf = (pre: HTMLElement) => [pre.getBoundingClientRect().height, pre.scrollWidth] as const;
    return [...document.querySelectorAll<HTMLElement>(".expressive-code pre")].map((pre) => {
      const code = pre.querySelector("code")!;
      const isLaidOut = code.firstElementChild!.checkVisibility({ contentVisibilityAuto: true });
      const before = sizeOf(pre);
      code.style.contentVisibility = "visible";
      return { isLaidOut, before, after: sizeOf(pre) };
    });
  });

  expect(blocks.filter(({ isLaidOut }) => !isLaidOut).length).toBeGreaterThan(20);
  for (const { before, after } of blocks) {
    expect(Math.abs(after[0] - before[0])).toBeLessThan(1);
    expect(Math.abs(after[1] - before[1])).toBeLessThan(2);
  }
});

test.for([390, 1350])("at %i px a diagram that is not laid out is as large as it will be", async (width) => {
  const page = await openThreshold(width);
  const sizes = await page.evaluate(() => {
    const canvas = document.querySelector(".diagram-canvas")!;
    const drawing = canvas.querySelector<HTMLElement>(".diagram-drawing")!;
    return ["hidden", "visible"].map((shown) => {
      drawing.style.contentVisibility = shown;
      return [drawing.getBoundingClientRect().height, canvas.scrollWidth];
    });
  });

  expect(sizes[0]![0]).toBeGreaterThan(300);
  expect(sizes[1]).toEqual(sizes[0]);
});

test.for([390, 1350])(
  "at %i px a heading whose link is not laid out is as large as it will be",
  async (width) => {
    const page = await openThreshold(width);
    const headings = await page.evaluate(() =>
      [...document.querySelectorAll(".sl-heading-wrapper")].map((heading) => {
        const link = heading.querySelector<HTMLElement>(".sl-anchor-link")!;
        const isLaidOut = link.firstElementChild!.checkVisibility({ contentVisibilityAuto: true });
        const heights = ["hidden", "visible"].map((shown) => {
          link.style.contentVisibility = shown;
          return heading.getBoundingClientRect().height;
        });
        const box = link.getBoundingClientRect();
        return { isLaidOut, heights, pressed: Math.min(box.width, box.height) };
      }),
    );

    expect(headings.filter(({ isLaidOut }) => !isLaidOut).length).toBeGreaterThan(20);
    for (const { heights, pressed } of headings) {
      expect(heights[1]).toBe(heights[0]);
      // WCAG 2.2, 2.5.8: what is pressed is at least so large.
      expect(pressed).toBeGreaterThanOrEqual(24);
    }
  },
);
