import { DOMAINS, subDomainsOf } from "../../src/site/catalogue/domains.ts";
import { MATRICES, rowsOf } from "../../src/site/catalogue/problems.ts";
import { idsOf, KINDS, LAYERS, LEVELS, ROLES, SCALES } from "../../src/site/catalogue/vocabulary.ts";
import {
  areNames,
  isDescription,
  isQuestion,
  isTitle,
  listOf,
  oneOf,
  partOf,
  someOf,
  stepOfEach,
} from "./checks.ts";
import type { Answers, Question } from "./questions.ts";
import { titleOf } from "./slug.ts";

const PARTS = Object.fromEntries(idsOf(DOMAINS).map((id) => [id, Object.keys(subDomainsOf(id))]));
const ROWS = Object.fromEntries(idsOf(MATRICES).map((id) => [id, Object.keys(rowsOf(id))]));
const STEPS = Object.fromEntries(idsOf(SCALES).map((id) => [id, Object.keys(SCALES[id].steps)]));

const NO_ALIAS = "none";

/** What nobody is asked of an entry, and must be written all the same. */
const LEFT_TO_DO = [
  "Name the symptoms in the words of somebody who has them",
  "Say when to use it, and under whenNot when not",
  "Say under relations what it is related to, and why",
  "Name a real system that has it, and two sources that you have read",
  "Name under inGrove the files of Grove that use it, if any does",
];

/** What must be known of everything that the catalogue lists, Grove's own patterns among it. */
export function entryQuestions(slug: string, description: string): Question[] {
  const title = titleOf(slug);
  return [
    { flag: "title", ask: "Its title", fallback: title, check: isTitle },
    {
      flag: "question",
      ask: "The one question that it answers",
      fallback: `What does ${title} keep true?`,
      thenToDo: "Ask the essential question",
      check: isQuestion,
    },
    {
      flag: "description",
      ask: "What it is for, in 80 to 160 characters",
      fallback: description,
      thenToDo: "Describe in one sentence what it is for",
      check: isDescription,
    },
    {
      flag: "kind",
      ...choice("What it is", idsOf(KINDS)),
      fallback: "pattern",
      thenToDo: "Say under kind what it is",
    },
    {
      flag: "aliases",
      ask: "Its other names, with commas between, or none",
      fallback: NO_ALIAS,
      thenToDo: "List under aliases its other names, if it has any",
      check: areNames,
    },
    {
      flag: "domain",
      ask: `Its domain and the part of it: ${idsOf(DOMAINS).join(", ")}`,
      fallback: "resilience/load-management",
      thenToDo: "Choose its domain, and under subDomain the part of it",
      check: partOf(PARTS),
    },
    {
      flag: "layer",
      ask: `Its layers: ${idsOf(LAYERS).join(", ")}`,
      fallback: "platform",
      thenToDo: "Choose its layers",
      check: someOf(idsOf(LAYERS)),
    },
    {
      flag: "problem",
      ask: `The problem that it answers, and its row: ${idsOf(MATRICES).join(", ")}`,
      fallback: "availability/overload",
      thenToDo: "Choose under problems the one that it answers",
      check: partOf(ROWS),
    },
    {
      flag: "role",
      ...choice("Its role there", idsOf(ROLES)),
      fallback: "supporting",
      thenToDo: "Say by its role whether it answers the problem or helps to",
    },
    {
      flag: "level",
      ...choice("Who it is for", idsOf(LEVELS)),
      fallback: "intermediate",
      thenToDo: "Say under level who it is for",
    },
    {
      flag: "complexity",
      ask: `How complex it is, as ${idsOf(SCALES).join("/")}`,
      fallback: "medium/weeks/medium",
      thenToDo: "Say under complexity how hard it is to build, how long it takes and what upkeep it needs",
      check: stepOfEach(STEPS),
    },
  ];
}

/** Asks for one of some words, and takes no other. */
function choice(ask: string, words: readonly string[]): Pick<Question, "ask" | "check"> {
  return { ask: `${ask}: ${words.join(", ")}`, check: oneOf(words) };
}

/** Its other names, by the answers. */
export function aliasesIn(answers: Answers): string[] {
  const names = listOf(answers["aliases"] ?? NO_ALIAS);
  return names.length === 1 && names[0]?.toLowerCase() === NO_ALIAS ? [] : names;
}

/** The answers as templates take them. */
export function entryValues(slug: string, answers: Answers, toDo: readonly string[]): Record<string, string> {
  const yaml = (name: string): string => JSON.stringify(answers[name]);
  const parts = (name: string): string[] => (answers[name] ?? "").split("/");
  const [domain = "", subDomain = ""] = parts("domain");
  const [matrix = "", row = ""] = parts("problem");
  const [build = "", time = "", upkeep = ""] = parts("complexity");
  return {
    ...answers,
    slug,
    description: yaml("description"),
    question: yaml("question"),
    aliases: JSON.stringify(aliasesIn(answers)),
    domain,
    subDomain,
    layers: `[${listOf(answers["layer"] ?? "").join(", ")}]`,
    matrix,
    row,
    build,
    time,
    upkeep,
    toDo: JSON.stringify([...toDo, ...LEFT_TO_DO]),
  };
}
