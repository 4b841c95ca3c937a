import { expect, test } from "vitest";
import { readPage } from "./page.ts";

function messages(...lines: string[]): string[] {
  return readPage(lines.join("\n")).problems.map((one) => `${one.line}:${one.column} ${one.message}`);
}

test("an empty fence, a tilde fence and a fence in a fence are read as Markdown reads them", () => {
  const page = readPage(
    ["~~~~mdx", "```ts", "shown, not read", "```", "~~~~", "", '  ~~~ts show="indented"', "  ~~~"].join("\n"),
  );

  expect(page.shown).toMatchObject([{ line: 7, indent: 2, reason: "indented", lines: [] }]);
  expect(page.problems).toEqual([]);
});

test("a fence that never ends is named", () => {
  expect(messages("", '```ts show="why"', "const one = 1;")).toEqual(["2:1 A fence is never closed"]);
});

test.each([
  ["ts", 'A `ts` fence has no class: give it spec="…", compile-fail="TS…" or show="why it cannot run"'],
  ['ts spec="a" show="b"', "A fence has two classes, spec and show: keep one"],
  ['ts spec=" "', 'A spec fence says nothing: spec="" is empty'],
  ['ts compile-fail="2345"', 'A compile-fail fence names no compiler error: "2345" is not like TS2345'],
  ['tsx show="a view"', "A `tsx` fence cannot be checked: write it as `ts`"],
  ["js", "A `js` fence cannot be checked: write it as `ts`"],
])("the fence ```%s is refused", (opening, message) => {
  expect(messages(`\`\`\`${opening}`, "```")).toEqual([`1:1 ${message}`]);
});

test.each([
  ["const one = 1;", "1:1 A spec asserts nothing: end it with expect(…)"],
  ["expect(one).toBe;", "1:1 A spec asserts nothing: end it with expect(…)"],
  ["expect(one);", "1:1 A spec asserts nothing: end it with expect(…)"],
  ["// expect(one).toBe(1)", "1:1 A spec asserts nothing: end it with expect(…)"],
  [
    "expect(one).toBe(1);\n  one();",
    "3:3 A spec ends in something else than an assertion: end it with expect(…)",
  ],
  [
    "expect(true).toBe(true);",
    "2:1 A spec asserts a constant, which cannot fail: expect(…) what the code returned",
  ],
  [
    "expect(load()).resolves.toBe(1);",
    "2:1 A spec does not wait for its assertion: put await before expect(…)",
  ],
  [
    'import { vi } from "vitest";\nexpect(vi).toBe(1);',
    "2:1 A spec imports vitest: expect is in scope, and the fence itself is the test",
  ],
  ['test("a", () => {});\nexpect(a).toBe(1);', "2:1 A spec calls test(): the fence itself is the test"],
])("the spec %j is refused", (code, message) => {
  expect(messages('```ts spec="a"', ...code.split("\n"), "```")).toEqual([message]);
});

test.each([
  "expect(one).toBe(1);",
  "expect(one).not.toBe(1);",
  "await expect(load()).rejects.toThrow();",
  "for (const one of all) expect(one).toBe(1);",
])("the spec %j is accepted", (code) => {
  expect(messages('```ts spec="a"', code, "```")).toEqual([]);
});

test("two specs of one title, and one that fills more than a screen, are refused", () => {
  const spec = ['```ts spec="a"', "expect(one).toBe(1);", "```"];
  expect(messages(...spec, ...spec)).toEqual(['4:1 Two specs have one title, the other in line 1: "a"']);
  expect(
    messages('```ts spec="a"', ...Array.from({ length: 41 }, () => "expect(one).toBe(1);"), "```"),
  ).toEqual(["1:1 A spec has 41 lines: keep it to 40, or split it"]);
});
