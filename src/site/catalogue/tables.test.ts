import { expect, test } from "vitest";
import { scrollTables } from "./tables.ts";

test("each table gets a box that takes the focus, and what is around it stays", () => {
  const html = scrollTables("<p>a</p><table><tr></tr></table><p>b</p><table><tr></tr></table>");

  expect(html).toBe(
    [
      '<p>a</p><div class="table-scroll" role="group" aria-label="Table 1" tabindex="0"><table><tr></tr></table></div>',
      '<p>b</p><div class="table-scroll" role="group" aria-label="Table 2" tabindex="0"><table><tr></tr></table></div>',
    ].join(""),
  );
});
