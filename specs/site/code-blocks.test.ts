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
