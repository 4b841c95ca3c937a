import { DOMAINS, subDomainsOf } from "../../src/site/catalogue/domains.ts";
import { MATRICES, rowsOf } from "../../src/site/catalogue/problems.ts";
import { idsOf, LAYERS, LEVELS } from "../../src/site/catalogue/vocabulary.ts";
import { isDescription, isQuestion, isTitle, listOf, oneOf, partOf, someOf } from "./checks.ts";
import type { Answers, Question } from "./questions.ts";
import { titleOf } from "./slug.ts";

const PARTS = Object.fromEntries(idsOf(DOMAINS).map((id) => [id, Object.keys(subDomainsOf(id))]));
const ROWS = Object.fromEntries(idsOf(MATRICES).map((id) => [id, Object.keys(rowsOf(id))]));

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
      flag: "domain",
      ask: `Its domain and the part of it: ${idsOf(DOMAINS).join(", ")}`,
      fallback: "resilience/load-management",
      check: partOf(PARTS),
    },
    {
      flag: "layer",
      ask: `Its layers: ${idsOf(LAYERS).join(", ")}`,
      fallback: "platform",
      check: someOf(idsOf(LAYERS)),
    },
    {
      flag: "problem",
      ask: `The problem that it answers, and its row: ${idsOf(MATRICES).join(", ")}`,
      fallback: "availability/overload",
      check: partOf(ROWS),
    },
    {
      flag: "level",
      ask: `Who it is for: ${idsOf(LEVELS).join(", ")}`,
      fallback: "intermediate",
      check: oneOf(idsOf(LEVELS)),
    },
  ];
}

/** The answers as templates take them. */
export function entryValues(slug: string, answers: Answers, toDo: readonly string[]): Record<string, string> {
  const yaml = (name: string): string => JSON.stringify(answers[name]);
  const [domain = "", subDomain = ""] = (answers["domain"] ?? "").split("/");
  const [matrix = "", row = ""] = (answers["problem"] ?? "").split("/");
  return {
    slug,
    title: answers["title"] ?? titleOf(slug),
    description: yaml("description"),
    question: yaml("question"),
    domain,
    subDomain,
    layers: `[${listOf(answers["layer"] ?? "").join(", ")}]`,
    matrix,
    row,
    level: answers["level"] ?? "",
    toDo: JSON.stringify(toDo),
  };
}
