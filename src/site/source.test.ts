import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSource } from "./source.ts";

const root = mkdtempSync(join(tmpdir(), "source-"));
writeFileSync(
  join(root, "a.ts"),
  [
    "const one = 1;",
    "  // #region two",
    "  const two = 2;",
    "",
    "    const three = 3;",
    "  // #endregion two",
    "",
  ].join("\n"),
);

test("reads a region without its indentation, and says which lines of the file it is", () => {
  expect(readSource("a.ts", "two", root)).toEqual({
    code: "const two = 2;\n\n  const three = 3;",
    from: 3,
    to: 5,
  });
});

test("reads a whole file without the marks of its regions", () => {
  expect(readSource("a.ts", undefined, root)).toEqual({
    code: "const one = 1;\n  const two = 2;\n\n    const three = 3;",
    from: 1,
    to: 6,
  });
});

test("fails when the file or the region is gone", () => {
  expect(() => readSource("b.ts", undefined, root)).toThrow("ENOENT");
  expect(() => readSource("a.ts", "four", root)).toThrow('Cannot show a source: no region "four" in a.ts');
});
