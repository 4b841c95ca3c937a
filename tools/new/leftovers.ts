import { readFileSync } from "node:fs";
import { join } from "node:path";
import { splitFrontMatter } from "../../src/site/front-matter.ts";
import { ROOT } from "../sources.ts";
import { catalogueQuestions } from "./entry.ts";
import { patternQuestions } from "./pattern.ts";
import type { Question } from "./questions.ts";

/** What a template says that a finished page may say too. */
const MAY_STAY = [
  "Nothing in Grove calls it yet.",
  "`npm run specs -- {{slug}}` runs the specifications of this page and the tests beside the code.",
  "[How a page is tested](/contribute/how-a-page-is-tested/): the rules that this page keeps.",
];

interface Template {
  readonly file: string;
  readonly questionsOf: (slug: string) => readonly Question[];
}

const TEMPLATES: Readonly<Record<string, Template>> = {
  catalogue: { file: "entry/page.md", questionsOf: (slug) => catalogueQuestions(slug, ROOT) },
  patterns: { file: "pattern/page.mdx", questionsOf: patternQuestions },
};

/** Each phrase of its template that a page still says though it names nothing to do, behind the page's file. */
export function listLeftovers(path: string, text: string): string[] {
  const { folder = "", slug = "" } = /(?<folder>\w+)\/(?<slug>[^/]+)\.mdx?$/.exec(path)?.groups ?? {};
  const template = TEMPLATES[folder];
  const { title, toDo } = splitFrontMatter(text).matter;
  const isDraft = Array.isArray(toDo) && toDo.length > 0;
  if (template === undefined || isDraft) return [];
  const said = inOneLine(text);
  return [...phrasesOf(template.file, { slug, title: String(title) }), ...proposalsOf(template, slug)]
    .filter((phrase) => said.includes(phrase))
    .map((phrase) => `${path} names nothing to do, and still says what its template says: "${phrase}"`);
}

/** The sentences and addresses of a template, with a page's names filled in. */
function phrasesOf(file: string, names: Readonly<Record<string, string>>): string[] {
  const template = readFileSync(join(import.meta.dirname, `${file}.template`), "utf8");
  const text = MAY_STAY.reduce((rest, phrase) => rest.replace(phrase, ""), template).replaceAll(
    /\{\{(\w+)\}\}/g,
    (_, name: string) => names[name] ?? "x",
  );
  const { matter, body } = splitFrontMatter(text);
  return [...valuesIn(matter["entry"]).filter(isPhrase), ...sentencesOf(body)];
}

/** What is proposed in the place of a sentence that nobody gave. */
function proposalsOf({ questionsOf }: Template, slug: string): string[] {
  return questionsOf(slug)
    .filter(({ flag }) => flag !== "title")
    .flatMap(({ fallback = "" }) => (isPhrase(fallback) ? fallback : []));
}

/** A word of a vocabulary is none: it may be right as it is proposed. */
function isPhrase(value: string): boolean {
  return /\s|:\/\//.test(value);
}

function valuesIn(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(valuesIn);
  return typeof value === "string" ? [value] : [];
}

function sentencesOf(body: string): string[] {
  return body
    .replaceAll(/^```[\s\S]*?^```$/gm, "")
    .split(/\n\n|^- /m)
    .flatMap((paragraph) => inOneLine(paragraph).split(/(?<=[.?]) /))
    .filter((sentence) => /^[^#|<].*[.?]$/.test(sentence));
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
