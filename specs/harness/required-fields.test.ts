import { expect, test } from "vitest";
import { draftEntry, draftPattern, ENTRY, PATTERN, SLUG } from "../../tools/new/drafted.ts";
import { entryProblems } from "./entry-rules.ts";
import { patternProblems } from "./pattern-rules.ts";
import { requiredBelow, withoutField } from "./required-fields.ts";

const OPTIONAL = `inGrove: [{ file: src/grove/app.ts, why: It is lit here. }]
  example: { file: src/grove/app.ts }`;

/** What the templates make, with everything in it that a page may leave out. */
const files = new Map(
  [...(await draftEntry()), ...(await draftPattern())].map(([path, text]) => [
    path,
    text.replace("inGrove: []", OPTIONAL),
  ]),
);

/** What the gate says of a page, the page's path apart. */
function problemsWith(page: string, text: string): string[] {
  const changed = new Map(files).set(page, text);
  const problems = page === ENTRY ? entryProblems(page, changed) : patternProblems(SLUG, changed);
  return problems.map((problem) => problem.replace(`${page}: `, ""));
}

const removals = [
  ...requiredBelow("entry").map((path) => ({ page: ENTRY, path })),
  ...requiredBelow("entry").map((path) => ({ page: PATTERN, path })),
  ...requiredBelow("pattern").map((path) => ({ page: PATTERN, path })),
];

test("the schema requires what it did, and whole pages lack nothing of it", () => {
  expect(requiredBelow("entry")).toEqual(
    expect.arrayContaining([
      "entry.relations.0.to",
      "entry.relations.0.kind",
      "entry.relations.0.why",
      "entry.system.name",
      "entry.complexity.upkeep",
      "entry.problems.0.role",
      "entry.sources.0.url",
      "entry.inGrove.0.why",
      "entry.sources.0",
    ]),
  );
  expect(requiredBelow("entry").length).toBeGreaterThanOrEqual(40);
  expect(requiredBelow("pattern").length).toBeGreaterThanOrEqual(9);
  for (const page of [ENTRY, PATTERN]) expect(problemsWith(page, files.get(page) ?? "")).toEqual([]);
});

test.for(removals)("without $path the gate says so of $page", ({ page, path }) => {
  const place = path.replace(/\.0$/, "");
  const problems = problemsWith(page, withoutField(files.get(page) ?? "", path));

  expect(problems).toEqual([expect.stringMatching(new RegExp(`^${place}: (?!Invalid)[A-Z]`))]);
});

test("a field that the page does not have cannot be taken from it", () => {
  expect(() => withoutField(files.get(ENTRY) ?? "", "entry.colour")).toThrow("does not have it");
});
