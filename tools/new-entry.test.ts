import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readFrontMatter } from "../src/site/front-matter.ts";
import { type Copy, copyRepository } from "./new/copy.ts";

/** No bar: what a check may take on a machine that does other things too. */
const HANGS_AFTER_MS = 240_000;
vi.setConfig({ testTimeout: HANGS_AFTER_MS, hookTimeout: HANGS_AFTER_MS });

const TOOL = "tools/new-entry.ts";
const PAGE = "src/content/docs/catalogue/unlit-lantern.md";

let copy: Copy;
let made: { readonly code: number; readonly output: string };

beforeAll(async () => {
  copy = copyRepository();
  const answers = [
    "",
    "What is lit when nobody is there?",
    "",
    "style",
    "",
    "architecture/cost",
    "application",
    "",
    "primary",
    "",
    "low/days",
    "low/days/low",
    "none",
  ];
  made = await copy.run("node", [TOOL, "unlit-lantern"], `${[...answers, "outbox"].join("\n")}\n`);
});

afterAll(() => rmSync(copy.root, { recursive: true, force: true }));

test("it asks, makes one page, and that page says what was answered and what is to do", () => {
  expect(made.code, made.output).toBe(0);
  expect(copy.changed()).toEqual([PAGE]);
  expect(made.output).toContain("It is written as build/time/upkeep: build is one of low,");
  expect(made.output).toContain('There is no entry "none": take a slug of one at /catalogue/.');
  expect(readFrontMatter(copy.read(PAGE))).toMatchObject({
    title: "Unlit Lantern",
    toDo: expect.arrayContaining(["Describe in one sentence what it is for"]),
    entry: {
      question: "What is lit when nobody is there?",
      domain: "architecture",
      subDomain: "cost",
      kind: "style",
      layers: ["application"],
      problems: [{ role: "primary" }],
      complexity: { build: "low", time: "days", upkeep: "low" },
      relations: [{ to: "outbox", kind: "enables" }],
    },
  });
});

test.for([
  ["format", "oxfmt", ["--check", PAGE]],
  [
    "the catalogue's rules and invariants",
    "node",
    ["tools/tests.ts", "--project", "harness", "src/site/catalogue", "entry-rules", "census"],
  ],
] as const)("what it made passes: %s", async ([, command, args]) => {
  const { code, output } = await copy.run(command, args);

  expect(code, output).toBe(0);
});

test.for([
  ["an entry that there is", ["outbox"], `nothing is overwritten: src/content/docs/catalogue/outbox.md`],
  ["a second run", ["unlit-lantern"], `nothing is overwritten: ${PAGE}`],
  ["a pattern of Grove's own", ["loom"], '"loom" leads to the entry loom'],
  ["another name of an entry", ["redo-log"], '"Redo Log" leads to the entry wal'],
  ["a title that an entry has", ["unlit-torch", "--title", "WAL"], '"WAL" leads to the entry wal'],
  ["nobody who says what it is related to", ["unlit-torch"], "Give --related"],
  [
    "a problem that there is not",
    ["unlit-torch", "--problem", "availability/cost"],
    "availability has the parts",
  ],
  [
    "a level that there is not",
    ["unlit-torch", "--level", "expert"],
    "one of beginner, intermediate, advanced",
  ],
] as const)("it refuses %s and writes nothing", async ([what, args, says]) => {
  const before = copy.changed();
  const related = what.startsWith("nobody") ? [] : ["--related", "outbox"];
  const { code, output } = await copy.run("node", [TOOL, ...args, "--yes", ...related]);

  expect(code).toBe(1);
  expect(output).toContain(says);
  expect(output).toContain("Nothing was written.");
  expect(copy.changed()).toEqual(before);
});
