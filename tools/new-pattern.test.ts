import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readFrontMatter } from "../src/site/front-matter.ts";
import { type Copy, copyRepository } from "./new/copy.ts";

/** No bar: what a check may take on a machine that does other things too. */
const HANGS_AFTER_MS = 240_000;
vi.setConfig({ testTimeout: HANGS_AFTER_MS, hookTimeout: HANGS_AFTER_MS });

const TOOL = "tools/new-pattern.ts";

let copy: Copy;
let made: { readonly code: number; readonly output: string };

const CREATED = [
  "playground/unlit-lantern/session.test.ts",
  "playground/unlit-lantern/session.ts",
  "playground/unlit-lantern/view.ts",
  "src/content/docs/patterns/unlit-lantern.mdx",
  "src/implementations/unlit-lantern/decide.test.ts",
  "src/implementations/unlit-lantern/decide.ts",
  "src/implementations/unlit-lantern/index.ts",
];
const CHANGED = ["playground/demos.ts", "specs/harness/floor.ts", "src/site/marks.ts"];

const FLAGS = {
  title: "Unlit Lantern",
  question: "Who is there?",
  description: "Lantern says who is there: a description that is as long as a search result has room for.",
  kind: "practice",
  aliases: "Dark Lantern",
  domain: "specialized/security-privacy",
  layer: "platform,application",
  problem: "operations/trust",
  role: "primary",
  level: "advanced",
  complexity: "high/months/very-high",
  phase: "2",
  priority: "medium",
};

const flags = (given: Partial<typeof FLAGS>): string[] =>
  Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);

beforeAll(async () => {
  copy = copyRepository();
  made = await copy.run("node", [TOOL, "unlit-lantern", ...flags(FLAGS)]);
});

afterAll(() => rmSync(copy.root, { recursive: true, force: true }));

test("with its flags it asks nothing, says what it made, and made no more than that", () => {
  expect(made.code, made.output).toBe(0);
  expect(copy.changed()).toEqual([...CREATED, ...CHANGED].toSorted());
  for (const path of copy.changed()) expect(made.output).toContain(`  ${path}\n`);
  expect(made.output).toContain("npm run specs -- unlit-lantern");
});

test("the page says what the flags said, and what is to do", () => {
  const matter = readFrontMatter(copy.read("src/content/docs/patterns/unlit-lantern.mdx"));

  expect(matter).toMatchObject({
    title: FLAGS.title,
    description: FLAGS.description,
    toDo: expect.arrayContaining(["Draw its mark in src/site/marks.ts"]),
    pattern: { phase: 2, priority: "medium" },
    entry: {
      question: FLAGS.question,
      kind: "practice",
      aliases: ["Dark Lantern"],
      domain: "specialized",
      subDomain: "security-privacy",
      layers: ["platform", "application"],
      problems: [{ matrix: "operations", row: "trust", role: "primary" }],
      level: "advanced",
      complexity: { build: "high", time: "months", upkeep: "very-high" },
    },
  });
});

/** The types of all that was made: the gate's own settings check all else too, and take their time. */
const OWN_TYPES = {
  extends: "./tsconfig.json",
  compilerOptions: { types: ["node"] },
  include: ["playground/unlit-lantern/*", "src/implementations/unlit-lantern/*"],
  exclude: [],
  references: [],
};

test.for([
  ["format", "oxfmt", ["--check", ...CREATED, ...CHANGED]],
  ["lint", "oxlint", ["--type-aware", "--max-warnings=0", ...CREATED.filter((path) => path.endsWith(".ts"))]],
  ["types", "tsc", ["--noEmit", "-p", "tsconfig.own.json"]],
  ["types of the fences", "node", ["specs/harness/typecheck-cli.ts"]],
  ["dead code", "knip", []],
  [
    "specs, tests and rules",
    "node",
    [
      "tools/tests.ts",
      ...["workerd", "harness"].flatMap((project) => ["--project", project]),
      "unlit-lantern",
      "pattern-rules",
      "census",
      "src/site/marks",
      "src/site/catalogue",
    ],
  ],
] as const)("what it made passes: %s", async ([, command, args]) => {
  writeFileSync(join(copy.root, "tsconfig.own.json"), JSON.stringify(OWN_TYPES));
  const { code, output } = await copy.run(command, args);
  rmSync(join(copy.root, "tsconfig.own.json"));

  expect(code, output).toBe(0);
});

test("a second run is refused and changes nothing", async () => {
  const page = "src/content/docs/patterns/unlit-lantern.mdx";
  writeFileSync(join(copy.root, page), "mine by now");
  const before = copy.changed();
  const { code, output } = await copy.run("node", [TOOL, "unlit-lantern", ...flags(FLAGS)]);

  expect(code).toBe(1);
  expect(output).toContain(
    `Taken already, and nothing is overwritten: src/implementations/unlit-lantern, playground/unlit-lantern, ${page}`,
  );
  expect(copy.changed()).toEqual(before);
  expect(copy.read(page)).toBe("mine by now");
});

test("it asks for what no flag says, again where the answer will not do, and takes its own where there is none", async () => {
  const ofItself = ["", "Who goes there", "Who goes there?", "", "", ""];
  const domain = ["resilience", "resilience/fault-recovery"];
  const lines = [...ofItself, ...domain, "", "", "", "", "", "1", "high"].join("\n");
  const { code, output } = await copy.run("node", [TOOL, "two-unlit-lanterns"], `${lines}\n`);
  const matter = readFrontMatter(copy.read("src/content/docs/patterns/two-unlit-lanterns.mdx"));

  expect(code, output).toBe(0);
  expect(output).toContain("Its title [Two Unlit Lanterns]: ");
  expect(output).toContain("It is one sentence that ends with a question mark.\n");
  expect(output).toContain("resilience has the parts circuit-protection, load-management, fault-recovery");
  expect(matter).toMatchObject({
    title: "Two Unlit Lanterns",
    toDo: expect.arrayContaining(["Describe in one sentence what it is for"]),
    pattern: { phase: 1, priority: "high" },
    entry: { question: "Who goes there?", subDomain: "fault-recovery", layers: ["platform"] },
  });
});

test.for([
  ["no slug", [], "Give one slug: npm run new:pattern -- <slug>"],
  ["two slugs", ["unlit-torch", "unlit-candle"], "Give one slug"],
  ["a capital", ["Torch"], '"Torch" is no slug. A slug is lower-case words'],
  ["a path", ["../torch"], '"../torch" is no slug'],
  ["a word with another meaning", ["kit"], '"kit" means something else here'],
  ["the slug of a pattern", ["loom", "--yes"], "Taken already, and nothing is overwritten"],
  ["a mark without a pattern's code", ["firefly", "--yes"], "src/content/docs/patterns/firefly.mdx"],
  [
    "a domain that there is not",
    ["unlit-torch", "--domain", "cooking"],
    "It is one of core-primitives, data-management",
  ],
  [
    "a layer that there is not",
    ["unlit-torch", "--layer", "cellar"],
    "some of infrastructure, platform, application",
  ],
  ["a phase that there is not", ["unlit-torch", "--phase", "4"], "It is one of 1, 2, 3."],
  [
    "a description that is too short",
    ["unlit-torch", "--description", "Short."],
    "It has 6 characters: 80 to 160",
  ],
  ["a flag that there is not", ["unlit-torch", "--colour", "red"], "Unknown option '--colour'"],
  ["nobody to answer", ["unlit-torch"], "Nobody answered. Give --title"],
] as const)("it refuses %s and writes nothing", async ([, args, says]) => {
  const before = copy.changed();
  const { code, output } = await copy.run("node", [TOOL, ...args]);

  expect(code).toBe(1);
  expect(output).toContain(says);
  expect(output).toContain("Nothing was written.");
  expect(copy.changed()).toEqual(before);
});

test("a folder that is somebody's is refused, though nothing else is there", async () => {
  mkdirSync(join(copy.root, "playground/unlit-torch"));
  const { code, output } = await copy.run("node", [TOOL, "unlit-torch", "--yes"]);

  expect(code).toBe(1);
  expect(output).toContain("nothing is overwritten: playground/unlit-torch\n");
});

test("a trial says what it would make, and makes nothing", async () => {
  const before = copy.changed();
  const { code, output } = await copy.run("node", [TOOL, "unlit-candle", "--yes", "--dry-run"]);

  expect(code).toBe(0);
  expect(output).toContain("Would make\n  src/implementations/unlit-candle/index.ts\n");
  expect(copy.changed()).toEqual(before);
});
