import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readPage } from "./page.ts";
import { toTestModule } from "./test-module.ts";

function moduleOf(text: string): string {
  return toTestModule(text, readPage(text)).code;
}

function spec(...code: string[]): string {
  return ['```ts spec="a"', ...code, "expect(one).toBe(1);", "```"].join("\n");
}

test("a page with the line ends of Windows becomes the same module", () => {
  const page = readFileSync("specs/harness/broken/top-level.mdx", "utf8");
  const windows = moduleOf(page.replaceAll("\n", "\r\n"));

  expect(windows.replaceAll("\r", "")).toBe(moduleOf(page));
});

test.each([
  [
    'import { one, two as three, type Four } from "m";',
    'const { one: one, two: three } = await import("m");',
  ],
  [
    'import one, * as all from "m";',
    'const all = await import("m");const { default: one } = await import("m");',
  ],
  ['import * as all from "m";', 'const all = await import("m");'],
  ['import "m";', 'const {  } = await import("m");'],
  ['import type { One } from "m";', ""],
])("%s is made when the spec runs", (declaration, made) => {
  expect(moduleOf(spec(declaration)).split("\n")[1]).toBe(made);
});

test("an import of several lines leaves as many", () => {
  expect(moduleOf(spec("import {", "  one,", '} from "m";')).split("\n")).toHaveLength(6);
});

test("a spec with a problem is left out, and the problem fails in its place; the others of the page stay", () => {
  const code = moduleOf([spec("export const two = 2;"), spec().replace('"a"', '"b"')].join("\n"));

  expect(code).toContain('throw new Error("2:1 A spec exports something: nothing can import it")');
  expect(code).not.toContain("const two = 2");
  expect(code).toContain('spec("b", async ({ expect }) => {');
});
