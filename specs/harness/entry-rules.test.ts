import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { collectAnswers } from "../../tools/new/questions.ts";
import { catalogueQuestions, planEntry } from "../../tools/new/entry.ts";
import { listFiles, ROOT } from "../../tools/sources.ts";
import { entryProblems, listEntryPages } from "./entry-rules.ts";
import { removalsFrom, without } from "./removals.ts";

const PAGE = "src/content/docs/catalogue/unlit-lamp.md";

const repository = new Map(
  listFiles(["src/content/docs/catalogue"]).map((path) => [path, readFileSync(join(ROOT, path), "utf8")]),
);

/** An entry as the template makes it. */
const whole = await (async () => {
  const questions = catalogueQuestions("unlit-lamp", ROOT);
  const collected = await collectAnswers(questions, { flags: { related: "outbox" }, ask: undefined });
  const { creates } = planEntry({ root: ROOT, slug: "unlit-lamp", ...collected });
  return new Map(creates.map(({ path, text }) => [path, text]));
})();

test.for(listEntryPages(repository))("%s has all that an entry has", (path) => {
  expect(entryProblems(path, repository)).toEqual([]);
});

test("there are entries to look at, and what the template makes lacks nothing", () => {
  expect(listEntryPages(repository).length).toBeGreaterThanOrEqual(104);
  expect(listEntryPages(whole)).toEqual([PAGE]);
  expect(entryProblems(PAGE, whole)).toEqual([]);
});

const { field, section } = removalsFrom(PAGE);

test.for([
  field("title", "title: Every page has a title", /^title: .*\n/m),
  field("description", "description: Every page has a description, for search results and link previews"),
  field("entry", "entry: A page of this kind has it"),
  field(
    "kind",
    "entry.kind: Say what kind of entry it is: pattern, umbrella, structure, style, practice",
    /^ {2}kind: .*\n/m,
  ),
  field("aliases", "entry.aliases: List other names that readers may search for, or [] if it has none"),
  field("symptoms", "entry.symptoms: List at least two symptoms, in the words of somebody who has them"),
  field(
    "domain",
    "entry.domain: Name the domain: core-primitives, data-management, resilience, performance, architecture, specialized",
  ),
  field("subDomain", "entry.subDomain: Name the part of the domain"),
  field("layers", "entry.layers: Name at least one layer"),
  field("problems", "entry.problems: Name at least one problem that it answers or helps to answer"),
  field("level", "entry.level: Say who it is for: beginner, intermediate, advanced"),
  field("complexity", "entry.complexity: Say how complex it is: build, time and upkeep"),
  field("question", "entry.question: Ask in one sentence what the entry answers"),
  field("when", "entry.when: Say at least twice when to use it"),
  field("whenNot", "entry.whenNot: Say at least twice when not to use it"),
  field("relations", "entry.relations: Relate it to at least one other entry"),
  field("system", "entry.system: Name a real system that has it, with its source"),
  field("sources", "entry.sources: Give at least two sources"),
  field("inGrove", "entry.inGrove: Name the files of Grove that use it, or [] if none does"),
  ...["Problem", "Solution", "Trade-offs", "How it fails"].map(section),
])("without $what the gate says so", (removal) => {
  const problems = entryProblems(PAGE, without(removal, whole));

  expect(problems.map((problem) => problem.replace(`${PAGE}: `, ""))).toEqual([removal.says]);
});
