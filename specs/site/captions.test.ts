import { expect, inject, test } from "vitest";
import { LOOKS, openContext, useBrowser, visit } from "./visit.ts";

const browser = useBrowser();

test("the name of a body stands above the table of its fields", async () => {
  const context = await openContext(browser(), LOOKS[0]!);
  const { page } = await visit(context, `http://localhost:${inject("port")}/reference/openapi/`);
  const heights = await page.locator("main caption").evaluateAll((captions) =>
    captions.map((caption) => {
      caption.closest("details")?.setAttribute("open", "");
      const fields = caption.parentElement!.querySelector("thead")!;
      return [caption.getBoundingClientRect().bottom, fields.getBoundingClientRect().top] as const;
    }),
  );

  expect(heights.length).toBeGreaterThan(20);
  expect(heights.filter(([name, fields]) => name === 0 || name > fields + 1)).toEqual([]);
});
