import { expect, test } from "vitest";
import { mappedLines } from "./bundle.ts";

test("a source map leads back to lines of each source, forwards and backwards", () => {
  // Source 0 line 1; source 1 line 17; source 1 line 16; a segment without a source; source 0 line 16.
  const lines = mappedLines("AAAA,ECgBA;ADDA,C;ACAA");

  expect(lines.get(0)).toEqual(new Set([1, 16]));
  expect(lines.get(1)).toEqual(new Set([17, 16]));
});
