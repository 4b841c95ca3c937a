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

test.for([390, 1350])("at %i px a diagram that is not laid out is as large as it will be", async (width) => {
  const context = await openContext(
    browser(),
    LOOKS.find((each) => each.width === width)!,
  );
  const { page } = await visit(context, `http://localhost:${inject("port")}/patterns/threshold/`);
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

test("a button that has copied says so in sight", async () => {
  const origin = `http://localhost:${inject("port")}`;
  const context = await openContext(browser(), LOOKS[0]!);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  const { page } = await visit(context, `${origin}/patterns/threshold/`);
  const block = page.locator(".expressive-code figure").nth(10);
  await block.scrollIntoViewIfNeeded();
  const copy = block.locator(".copy");
  await copy.getByRole("button").click();
  const [said, room] = [await copy.locator(".feedback.show").boundingBox(), await copy.boundingBox()];

  // What is beyond its own box is not painted.
  expect(said!.width).toBeGreaterThan(40);
  expect(said!.x).toBeGreaterThanOrEqual(room!.x);
  expect(said!.x + said!.width).toBeLessThanOrEqual(room!.x + room!.width);
});
