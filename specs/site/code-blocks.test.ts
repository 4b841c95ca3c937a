import { expect, inject, test } from "vitest";
import { LOOKS, openContext, useBrowser, visit } from "./visit.ts";

const browser = useBrowser();

test.for(["light", "dark"] as const)("code has its %s colours", async (scheme) => {
  const look = LOOKS.find((each) => each.scheme === scheme)!;
  const context = await openContext(browser(), look);
  const { page } = await visit(context, `http://localhost:${inject("port")}/patterns/threshold/`);
  const tokens = await page.evaluate(
    (own) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.transition = "none";
      return [...document.querySelectorAll(".expressive-code [class^=tk]")].map((token) => {
        probe.style.color = getComputedStyle(token).getPropertyValue(own);
        return { meant: getComputedStyle(probe).color, shown: getComputedStyle(token).color };
      });
    },
    scheme === "light" ? "--1" : "--0",
  );

  expect(tokens.filter(({ meant, shown }) => meant !== shown)).toEqual([]);
  expect(new Set(tokens.map(({ shown }) => shown)).size).toBeGreaterThanOrEqual(8);
});

test.for([390, 1350])("at %i px a block that is not laid out is as large as it will be", async (width) => {
  const context = await openContext(
    browser(),
    LOOKS.find((each) => each.width === width)!,
  );
  const { page } = await visit(context, `http://localhost:${inject("port")}/patterns/threshold/`);
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
