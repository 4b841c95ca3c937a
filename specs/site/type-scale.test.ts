import { expect, inject, test } from "vitest";
import { LOOKS, openContext, useBrowser, visit } from "./visit.ts";

// A browser looks for a font in each size, weight and slant that a page uses: on a phone six sizes have to do.

const SIZES = ["13px", "15px", "17px", "20px", "25px", "34px"];

const browser = useBrowser();

test.for(["/", "/patterns/threshold/", "/catalogue/saga/", "/find/filter/", "/reference/status/"])(
  "%s has on a phone no text in a size of its own",
  async (path) => {
    const look = LOOKS.find(({ width }) => width === 390)!;
    const context = await openContext(browser(), look);
    const { page } = await visit(context, `http://localhost:${inject("port")}${path}`);
    const sizes = await page.evaluate(() => {
      // What the hero says is as large as the screen lets it be; code and drawings have a scale of their own.
      const apart = ".hero h1, .expressive-code, svg";
      const holdsText = (element: Element): boolean =>
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      const shown = [...document.querySelectorAll("body *")].filter(
        (element) => !element.closest(apart) && element.checkVisibility() && holdsText(element),
      );
      return [...new Set(shown.map((element) => getComputedStyle(element).fontSize))];
    });

    expect(sizes.length).toBeGreaterThan(3);
    expect(SIZES).toEqual(expect.arrayContaining(sizes));
  },
);
