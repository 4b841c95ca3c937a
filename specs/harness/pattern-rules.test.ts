import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles, ROOT } from "../../tools/sources.ts";
import { draftPattern, PATTERN, SLUG } from "../../tools/new/drafted.ts";
import { listPatterns, patternProblems } from "./pattern-rules.ts";
import { samplePattern } from "./sample-pattern.ts";
import { type Removal, removalsFrom, without } from "./removals.ts";

const repository = new Map(
  listFiles(["src", "playground", "specs/harness"]).map((path) => [
    path,
    readFileSync(join(ROOT, path), "utf8"),
  ]),
);

const whole = await draftPattern();

test.for(listPatterns(repository))("%s has all that a pattern has", (slug) => {
  expect(patternProblems(slug, repository)).toEqual([]);
});

test("there are patterns to look at", () => {
  expect(listPatterns(repository).length).toBeGreaterThanOrEqual(6);
  expect(listPatterns(whole)).toEqual([SLUG]);
});

test("what the template makes lacks nothing, nor does the smallest pattern", () => {
  expect(patternProblems("lantern", samplePattern())).toEqual([]);
  expect(patternProblems(SLUG, whole)).toEqual([]);
});

const { field, section, part } = removalsFrom(PATTERN);

const column = (name: string): Removal =>
  field(
    name,
    `pattern.integration.${name}: Say how the pattern uses it: direct, indirect, none`,
    new RegExp(`${name}: none,? `),
  );

const file = (from: string, says = `${from} is missing`): Removal => ({ what: from, from, says });

const REMOVALS: readonly Removal[] = [
  field("title", "title: Every page has a title"),
  field("description", "description: Every page has a description, for search results and link previews"),
  field("pattern", "pattern: A page of this kind has it"),
  field("entry", "entry: A pattern is an entry of the catalogue too: say as `entry` what every entry says"),
  field("phase", "pattern.phase: The roadmap has phases 1, 2 and 3"),
  field("priority", "pattern.priority: Say how urgent it is: high, medium, low"),
  field("integration", "pattern.integration: Say what the pattern touches"),
  ...["SessionDO", "TenantDO", "PostDO", "Vista", "D1", "R2"].map(column),
  ...[
    "Purpose",
    "When to use it, and when not",
    "Architecture",
    "Implementation",
    "Specification",
    "Playground",
    "Integration",
    "Issues and considerations",
    "Testing",
    "References",
  ].map(section),
  part("<Evidence />"),
  part('<Demo slug="unlit-lamp" />'),
  part('<Matrix only="unlit-lamp" />'),
  { ...part("<Source"), says: "<Source is missing" },
  {
    what: "every spec",
    from: PATTERN,
    text: /^```ts spec=[\s\S]*?^```\n/gm,
    says: 'a fence with spec="…" is missing',
  },
  {
    what: "a name that is exported",
    from: PATTERN,
    text: /\bOutcome\b/g,
    says: "Outcome, which the pattern exports, is missing",
  },
  {
    what: "the region that is shown",
    from: "src/implementations/unlit-lamp/decide.ts",
    text: /^\/\/ #region decide\n/m,
    says: '<Source> shows the region "decide", which is missing in src/implementations/unlit-lamp/decide.ts',
  },
  file(
    "src/implementations/unlit-lamp/decide.ts",
    "<Source> shows src/implementations/unlit-lamp/decide.ts, which is missing",
  ),
  file(PATTERN, `${PATTERN} is missing: src/implementations/unlit-lamp has no page`),
  file("src/implementations/unlit-lamp/index.ts"),
  file(
    "src/implementations/unlit-lamp/decide.test.ts",
    "src/implementations/unlit-lamp/**/*.test.ts is missing",
  ),
  file("playground/unlit-lamp/view.ts"),
  file("playground/unlit-lamp/session.test.ts", "playground/unlit-lamp/*.test.ts is missing"),
  {
    what: "the entry of the demo",
    from: "playground/demos.ts",
    text: /^ {2}"?unlit-lamp"?: /m,
    says: "an entry for unlit-lamp in playground/demos.ts is missing",
  },
  {
    what: "the mark",
    from: "src/site/marks.ts",
    text: /^ {2}"?unlit-lamp"?: .*\n/m,
    says: "an entry for unlit-lamp in src/site/marks.ts is missing",
  },
];

test.for(REMOVALS)("without $what the gate says so", (removal) => {
  const problems = patternProblems("unlit-lamp", without(removal, whole));

  expect(problems.map((problem) => problem.replace(`${PATTERN}: `, ""))).toEqual([removal.says]);
});

test("sections that have changed places are named, and so is one that is none", () => {
  const text = whole.get(PATTERN)!.replace("## Testing", "## Notes").replace("## Playground", "## Testing");
  const problems = patternProblems("unlit-lamp", new Map(whole).set(PATTERN, `${text}\n## Playground\n`));

  expect(problems).toEqual([
    `${PATTERN}: "Notes" is no section of a page of this kind: use ###`,
    `${PATTERN}: the section "Testing" stands out of order`,
  ]);
});
