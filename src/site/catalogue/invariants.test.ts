import { expect, test } from "vitest";
import type { EntryMatter } from "./entry-schema.ts";
import { entrySchema } from "./entry-schema.ts";
import {
  brokenRelations,
  deadEnds,
  emptyFacets,
  requiresCircles,
  sharedNames,
  stepsTooEarly,
} from "./invariants.ts";
import type { LearningPath } from "./paths.ts";
import { sampleEntry as entry, sampleMatter } from "./sample-entry.ts";
import { countWords, findPlace, lostPlaces, wrongLengths } from "./text.ts";
import type { Tree } from "./trees.ts";

const path = (...chain: string[]): LearningPath => ({
  level: "beginner",
  title: "A path",
  aim: "An aim.",
  chains: [chain],
});

test("a circle of requires is found, and a diamond is none", () => {
  const circle = [entry("a", ["requires b"]), entry("b", ["requires c"]), entry("c", ["requires a"])];
  const diamond = [
    entry("a", ["requires b", "requires c"]),
    entry("b", ["requires d"]),
    entry("c", ["requires d"]),
    entry("d"),
  ];

  expect(requiresCircles(circle)).toEqual(["A circle of requires: a → b → c → a"]);
  expect(requiresCircles(diamond)).toEqual([]);
});

test("a path that shows an entry before what it requires is found, at any distance", () => {
  const entries = [entry("a", ["requires b"]), entry("b", ["requires c"]), entry("c")];

  expect(stepsTooEarly(entries, [path("c", "a")])).toEqual([]);
  expect(stepsTooEarly(entries, [path("a", "c")])).toEqual(["The paths show a before c, which it requires"]);
  expect(stepsTooEarly(entries, [path("a"), path("c")])).toEqual([
    "The paths show a before c, which it requires",
  ]);
  expect(stepsTooEarly(entries, [path("c", "c")])).toEqual(["The paths show c twice"]);
});

test("a name that two entries have is found, whatever its case", () => {
  const entries = [
    entry("two-phase-commit", [], { aliases: ["2PC"] }),
    entry("other", [], { aliases: ["2pc", "Two Phase Commit"] }),
  ];

  expect(sharedNames(entries)).toEqual([
    'The name "two phase commit" belongs to two-phase-commit and other',
    'The name "2pc" belongs to two-phase-commit and other',
  ]);
  expect(sharedNames([entry("a", [], { aliases: ["B"] }), entry("b")])).toHaveLength(1);
  expect(sharedNames([entry("a", [], { aliases: ["X", "x"] })])).toEqual([
    'The entry a lists the alias "x" twice',
  ]);
});

test.for([
  [["enables nowhere"], "a enables nowhere, which is no entry"],
  [["enables a"], "a is related to itself"],
  [["enables b", "requires b"], "a is related to b twice: as enables and as requires"],
] as const)("a broken relation is found: %s", ([relations, fault]) => {
  expect(brokenRelations([entry("a", relations), entry("b")])).toEqual([fault]);
});

test("a symmetric relation that both ends state, each in its way, is found", () => {
  const entries = [entry("a", ["alternativeTo b"]), entry("b", ["conflictsWith a"])];

  expect(brokenRelations(entries)).toEqual([
    "b is related to a twice: as alternativeTo and as conflictsWith",
  ]);
});

test("a facet without an entry is found", () => {
  const faults = emptyFacets([entry("a")]);

  expect(faults).toContain("No entry is in performance/caching-strategies");
  expect(faults).toContain("No entry is in performance/hot-keys, as a primary answer");
  expect(faults).toContain("No entry is at the level advanced");
  expect(faults).not.toContain("No entry is in resilience/load-management");
});

test("a way that names what does not exist is found", () => {
  const tree: Tree = {
    id: "t",
    title: "A tree",
    meaning: "It asks.",
    root: {
      question: "Which?",
      answers: [
        { id: "one", text: "One", to: { advice: "Do it.", entries: ["a"] } },
        { id: "two", text: "Two", to: { advice: "Do it.", entries: ["gone"] } },
        {
          id: "three",
          text: "Three",
          to: { question: "Really?", answers: [{ id: "x", text: "X", to: { advice: "No.", entries: [] } }] },
        },
      ],
    },
  };
  const ways = {
    trees: [tree],
    paths: [path("lost")],
    cards: [
      {
        matrix: "availability",
        question: "What?",
        essential: ["a"],
        important: ["missing"],
        advanced: [],
      } as const,
    ],
    antiPatterns: [
      {
        id: "x",
        title: "X",
        kind: "mistake",
        what: "W",
        sign: "S",
        instead: "I",
        of: ["a"],
        use: ["absent"],
      } as const,
    ],
  };

  expect(deadEnds([entry("a")], ways)).toEqual([
    "There is no entry gone, which the tree names at t/two",
    "The question at t/three has one answer",
    "The tree ends at t/three/x without an entry",
    "There is no entry lost, which a learning path names",
    "There is no entry missing, which the card availability names",
    "There is no entry absent, which the anti-pattern x names",
  ]);
});

test("a text that is too short or too long is found; code and addresses are no words", () => {
  const short = entry("a", [], { body: "word ".repeat(149) });
  const long = entry("b", [], { body: "word ".repeat(501) });

  expect(wrongLengths([short, long, entry("c")])).toEqual([
    "a has 149 words: an entry has 150 to 500",
    "b has 501 words: an entry has 150 to 500",
  ]);
  expect(countWords({ body: "One [two](/three/four/) | – |\n```text\nfive six\n```\n" })).toBe(2);
});

test("a place that moved is found", () => {
  const why = "It is here.";
  const file = "src/site/catalogue/sample-entry.ts";

  expect(findPlace({ file, at: "export function sampleMatter(", why }).line).toBeGreaterThan(1);
  expect(findPlace({ file, why }).line).toBe(1);
  expect(
    lostPlaces([
      entry("a", [], {
        inGrove: [
          { file: "src/gone.ts", why },
          { file, at: "no such text", why },
          { file, at: "export function", why },
        ],
      }),
    ]),
  ).toEqual([
    "a: Cannot show src/gone.ts: there is no such file",
    `a: Cannot show ${file}: "no such text" is in 0 of its lines, and must be in one`,
    `a: Cannot show ${file}: "export function" is in 2 of its lines, and must be in one`,
  ]);
});

const without = (key: keyof EntryMatter) => ({ ...sampleMatter(), [key]: undefined });

test.for([
  [without("kind"), "Say what kind of entry it is: pattern, umbrella, structure, style, practice"],
  [without("aliases"), "List other names that readers may search for, or [] if it has none"],
  [without("symptoms"), "List at least two symptoms, in the words of somebody who has them"],
  [without("layers"), "Name at least one layer"],
  [without("problems"), "Name at least one problem that it answers or helps to answer"],
  [without("level"), "Say who it is for: beginner, intermediate, advanced"],
  [without("complexity"), "Say how complex it is: build, time and upkeep"],
  [without("question"), "Ask in one sentence what the entry answers"],
  [without("when"), "Say at least twice when to use it"],
  [without("whenNot"), "Say at least twice when not to use it"],
  [without("relations"), "Relate it to at least one other entry"],
  [without("system"), "Name a real system that has it, with its source"],
  [without("sources"), "Give at least two sources"],
  [without("inGrove"), "Name the files of Grove that use it, or [] if none does"],
  [{ ...sampleMatter(), question: "What" }, "The essential question ends with a question mark"],
  [{ ...sampleMatter(), status: "verified" }, 'Unrecognized key: "status"'],
  [
    { ...sampleMatter(), subDomain: "geospatial" },
    "The domain resilience has the parts circuit-protection, load-management, fault-recovery",
  ],
  [
    { ...sampleMatter(), problems: [{ matrix: "scalability", row: "overload", role: "primary" }] },
    "The matrix scalability has the rows data-volume, request-volume, geographic-scale",
  ],
] as const)("an entry is refused, and told: $1", ([matter, message]) => {
  const { error } = entrySchema.safeParse(matter);

  expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
});
