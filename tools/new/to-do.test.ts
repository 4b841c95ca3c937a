import { expect, test } from "vitest";
import { readFrontMatter } from "../../src/site/front-matter.ts";
import { ROOT } from "../sources.ts";
import { catalogueQuestions, planEntry } from "./entry.ts";
import { patternQuestions, planPattern } from "./pattern.ts";
import type { Plan } from "./plan.ts";
import { type Ask, collectAnswers, type Question } from "./questions.ts";

const SLUG = "unlit-lamp";
const begun = { root: ROOT, slug: SLUG };

/** Each command with the facts that it takes, and the words that it leaves to be written. */
const COMMANDS = [
  {
    name: "new:entry",
    questions: catalogueQuestions(SLUG, ROOT),
    plan: (collected: Collected) => planEntry({ ...begun, ...collected }),
    words: ["Write the problem, the solution, what it costs and how it fails, in 150 to 500 words"],
  },
  {
    name: "new:pattern",
    questions: patternQuestions(SLUG),
    plan: (collected: Collected) => planPattern({ ...begun, ...collected }),
    words: [
      "Decide what Unlit Lamp keeps true, and put it in the place of the example in src/implementations/unlit-lamp",
      "Write each section of this page for its reader",
      "Draw the architecture as a Diagram",
      "Put it to work in Grove, and say under integration where",
      "Draw its mark in src/site/marks.ts",
    ],
  },
] as const;

const OF_EVERY_ENTRY = [
  "Name the symptoms in the words of somebody who has them",
  "Say when to use it, and under whenNot when not",
  "Say under relations what it is related to, and why",
  "Name a real system that has it, and two sources that you have read",
  "Name under inGrove the files of Grove that use it, if any does",
];

type Collected = Awaited<ReturnType<typeof collectAnswers>>;

/** A right answer to each question: what it proposes, typed by somebody who means it. */
const meant = ({ flag, fallback = "outbox" }: Question): [string, string] => [flag, fallback];

interface Draft {
  readonly toDo: readonly string[];
  readonly pattern?: object;
  readonly entry: { readonly problems: readonly object[] };
}

function readDraft({ creates }: Plan): Draft {
  const page = creates.find(({ path }) => path.startsWith("src/content/docs/"));
  return readFrontMatter(page?.text ?? "") as unknown as Draft;
}

test.for(COMMANDS)("$name names every fact that nobody gave", async ({ questions, plan }) => {
  const ask: Ask = (prompt) => Promise.resolve(prompt.includes("[") ? "" : "outbox");
  const asked = readDraft(plan(await collectAnswers(questions, { flags: {}, ask })));
  const unasked = readDraft(
    plan(await collectAnswers(questions, { flags: { related: "outbox" }, ask: undefined })),
  );
  const facts = [asked.pattern ?? {}, asked.entry, asked.entry.problems[0] ?? {}]
    .flatMap((part) => Object.keys(part))
    .filter((fact) => fact !== "matrix" && fact !== "row");
  const isNamed = (fact: string): boolean =>
    asked.toDo.some((line) => new RegExp(`\\b${fact}\\b`, "i").test(line));

  expect(facts.length).toBeGreaterThanOrEqual(17);
  expect(facts.filter((fact) => !isNamed(fact))).toEqual([]);
  expect(asked.toDo).toContain("Describe in one sentence what it is for");
  expect(unasked.toDo).toEqual(asked.toDo);
});

test.for(COMMANDS)("$name leaves out every fact that somebody gave", async ({ questions, plan, words }) => {
  const flags = Object.fromEntries(questions.map(meant));
  const answers = questions.map((question) => meant(question)[1]);
  const ask: Ask = () => Promise.resolve(answers.shift());
  const flagged = readDraft(plan(await collectAnswers(questions, { flags, ask: undefined })));
  const answered = readDraft(plan(await collectAnswers(questions, { flags: {}, ask })));

  expect(flagged.toDo).toEqual([...words, ...OF_EVERY_ENTRY]);
  expect(answered).toEqual(flagged);
});

test.for(COMMANDS)("$name writes what was given", async ({ questions, plan }) => {
  const given = {
    kind: "style",
    aliases: "Dim Lamp, Dull Lamp",
    role: "primary",
    complexity: "high/days/low",
  };
  const flags = { related: "outbox", ...given };
  const { entry } = readDraft(plan(await collectAnswers(questions, { flags, ask: undefined })));

  expect(entry).toMatchObject({
    kind: "style",
    aliases: ["Dim Lamp", "Dull Lamp"],
    problems: [{ role: "primary" }],
    complexity: { build: "high", time: "days", upkeep: "low" },
  });
});

test.for(["none", "None", " none", "NONE "])("%j is no other name", async (aliases) => {
  const questions = catalogueQuestions(SLUG, ROOT);
  const flags = { related: "outbox", aliases };
  const { entry } = readDraft(
    planEntry({ ...begun, ...(await collectAnswers(questions, { flags, ask: undefined })) }),
  );

  expect(entry).toMatchObject({ aliases: [] });
});

test.for([
  ["a kind that there is not", { kind: "thing" }, '--kind "thing": It is one of pattern, umbrella'],
  ["no name", { aliases: " , " }, "They are names with commas between, or none."],
  ["a role that there is not", { role: "main" }, "It is one of primary, supporting."],
  [
    "half of a complexity",
    { complexity: "high/days" },
    "It is written as build/time/upkeep: build is one of low,",
  ],
  ["more than a complexity", { complexity: "high/days/low/low" }, "It is written as build/time/upkeep"],
  [
    "scales that have changed places",
    { complexity: "days/high/low" },
    "time is one of hours, days, weeks, months",
  ],
] as const)("%s is refused", async ([, flags, says]) => {
  const questions = catalogueQuestions(SLUG, ROOT);

  await expect(collectAnswers(questions, { flags, ask: undefined })).rejects.toThrow(says);
});

test("another name that leads to an entry is refused", async () => {
  const questions = catalogueQuestions(SLUG, ROOT);
  const flags = { related: "outbox", aliases: "Dim Lamp, redo log" };
  const collected = await collectAnswers(questions, { flags, ask: undefined });

  expect(() => planEntry({ ...begun, ...collected })).toThrow('"Redo Log" leads to the entry wal');
});
