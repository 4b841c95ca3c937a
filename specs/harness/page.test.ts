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

test("code in a component of its own is refused, in a fence it is text", () => {
  const component = '<Code lang="ts" code={text} />';

  expect(messages("", `  ${component}`, "", "```mdx", component, "```")).toEqual([
    "2:3 A page shows code with <Code>: use a fence, or <Source> for a real file",
  ]);
});

test.each([
  ["ts", 'A `ts` fence has no class: give it spec="…", compile-fail="TS…" or show="why it cannot run"'],
  ['ts spec="a" show="b"', "A fence has two classes, spec and show: keep one"],
  ['ts spec=" "', 'A spec fence says nothing: spec="" is empty'],
  ['ts compile-fail="2345"', 'A compile-fail fence names no compiler error: "2345" is not like TS2345'],
  ['tsx show="a view"', "A `tsx` fence cannot be checked: write it as `ts`"],
  ["js", "A `js` fence cannot be checked: write it as `ts`"],
  ["TS", "A `TS` fence cannot be checked: write it as `ts`"],
  ["ts{1}", "A `ts{1}` fence cannot be checked: write it as `ts`"],
])("the fence ```%s is refused", (opening, message) => {
  expect(messages(`\`\`\`${opening}`, "```")).toEqual([`1:1 ${message}`]);
});

const MAY_NOT_RUN =
  "An assertion may not run, or fail unseen: make it a statement of its own, outside try, if and functions";
const CONSTANT = "A spec asserts a constant, which cannot fail: expect(…) what the code returned";

test.each([
  ["const one = 1;", "1:1 A spec asserts nothing: end it with expect(…)"],
  ["expect(one).toBe;", "1:1 A spec asserts nothing: end it with expect(…)"],
  ["expect(one);", "1:1 A spec asserts nothing: end it with expect(…)"],
  ["// expect(one).toBe(1)", "1:1 A spec asserts nothing: end it with expect(…)"],
  [
    "expect(one).toBe(1);\n  one();",
    "3:3 A spec ends in something else than an assertion: end it with expect(…)",
  ],
  ["expect(true).toBe(true);", `2:1 ${CONSTANT}`],
  ["expect(-1).toBe(-1);", `2:1 ${CONSTANT}`],
  ["expect(undefined).toBe(one);", `2:1 ${CONSTANT}`],
  ["expect([1, `two`]).toEqual(one);", `2:1 ${CONSTANT}`],
  ["expect(one).toBe(one);", "2:1 A spec compares a value with itself, which cannot fail"],
  [
    "expect(load()).resolves.toBe(1);",
    "2:1 A spec does not wait for its assertion: put await before expect(…)",
  ],
  ["void expect(load()).rejects.toThrow();", `2:6 ${MAY_NOT_RUN}`],
  ["const later = expect(load()).resolves.toBe(1);", `2:15 ${MAY_NOT_RUN}`],
  ["try { expect(one).toBe(2); } catch {}", `2:7 ${MAY_NOT_RUN}`],
  ["if (one) expect(one).toBe(2);", `2:10 ${MAY_NOT_RUN}`],
  ["all.map((one) => expect(one).toBe(2));", `2:18 ${MAY_NOT_RUN}`],
  ["function never() { expect(one).toBe(2); }", `2:20 ${MAY_NOT_RUN}`],
  [
    "expect(one).toMatchSnapshot();",
    "2:1 A spec compares with a snapshot, which it would write itself: say what is expected",
  ],
  ["expect.soft(one).toBe(1);", "2:1 A spec calls expect.soft(): use expect(…), which fails where it stands"],
  [
    'import { vi } from "vitest";\nexpect(vi).toBe(1);',
    "2:1 A spec imports vitest: expect is in scope, and the fence itself is the test",
  ],
  ['test("a", () => {});\nexpect(a).toBe(1);', "2:1 A spec calls test(): the fence itself is the test"],
  ['test.only("a", () => {});\nexpect(a).toBe(1);', "2:1 A spec calls test(): the fence itself is the test"],
  ["export const one = 1;\nexpect(one).toBe(1);", "2:1 A spec exports something: nothing can import it"],
  ["const expect = check;\nexpect(one).toBe(1);", "2:1 A spec declares its own expect: use the one in scope"],
  [
    "namespace A {}\nexpect(one).toBe(1);",
    "2:1 A spec uses syntax that is more than types to erase: write it as plain modules, consts and unions",
  ],
])("the spec %j is refused", (code, message) => {
  expect(messages('```ts spec="a"', ...code.split("\n"), "```")).toEqual([message]);
});

test.each([
  "expect(one).toBe(1);",
  "expect(one).not.toBe(1);",
  "expect(one).toMatchObject([{ two: expect.stringContaining('3') }]);",
  "await expect(load()).rejects.toThrow();",
  "for (const one of all) expect(one).toBe(1);",
  "for (const one of all) {\n  await one;\n  expect(one).toBe(1);\n}",
])("the spec %j is accepted", (code) => {
  expect(messages('```ts spec="a"', ...code.split("\n"), "```")).toEqual([]);
});

test("two specs of one title, and one that fills more than a screen, are refused", () => {
  const spec = ['```ts spec="a"', "expect(one).toBe(1);", "```"];
  expect(messages(...spec, ...spec)).toEqual(['4:1 Two specs have one title, the other in line 1: "a"']);
  const long = Array.from({ length: 41 }, () => "expect(one).toBe(1);");
  expect(messages('```ts spec="a"', ...long, "```")).toEqual([
    "1:1 A spec has 41 lines: keep it to 40, or split it",
  ]);
});
