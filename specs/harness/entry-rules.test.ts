import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { draftEntry, ENTRY } from "../../tools/new/drafted.ts";
import { listFiles, ROOT } from "../../tools/sources.ts";
import { entryProblems, listEntryPages } from "./entry-rules.ts";
import { removalsFrom, without } from "./removals.ts";

const repository = new Map(
  listFiles(["src/content/docs/catalogue"]).map((path) => [path, readFileSync(join(ROOT, path), "utf8")]),
);

const whole = await draftEntry();

test.for(listEntryPages(repository))("%s has all that an entry has", (path) => {
  expect(entryProblems(path, repository)).toEqual([]);
});

test("there are entries to look at, and what the template makes lacks nothing", () => {
  expect(listEntryPages(repository).length).toBeGreaterThanOrEqual(104);
  expect(listEntryPages(whole)).toEqual([ENTRY]);
  expect(entryProblems(ENTRY, whole)).toEqual([]);
});

const { field, section } = removalsFrom(ENTRY);

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
  const problems = entryProblems(ENTRY, without(removal, whole));

  expect(problems.map((problem) => problem.replace(`${ENTRY}: `, ""))).toEqual([removal.says]);
});
