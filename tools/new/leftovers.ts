import { splitFrontMatter } from "../../src/site/front-matter.ts";
import { ROOT } from "../sources.ts";
import { catalogueQuestions } from "./entry.ts";
import { entryValues } from "./entry-questions.ts";
import { patternQuestions } from "./pattern.ts";
import { fill } from "./plan.ts";
import type { Question } from "./questions.ts";

/** What a template says that a finished page may say too. */
const mayStay = (slug: string): readonly string[] => [
  "Nothing in Grove calls it yet.",
  `\`npm run specs -- ${slug}\` runs the specifications of this page and the tests beside the code.`,
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
  const page = splitFrontMatter(text);
  const { title, toDo } = page.matter;
  const isDraft = Array.isArray(toDo) && toDo.length > 0;
  if (template === undefined || isDraft) return [];
  const begun = splitFrontMatter(fillIn(template, slug, String(title)));
  const stated = new Set(statedIn(page.matter));
  const said = inOneLine(page.body);
  return [
    ...statedIn(begun.matter).filter((value) => isPhrase(value) && stated.has(value)),
    ...phrasesOf(begun.body).filter((phrase) => !mayStay(slug).includes(phrase) && said.includes(phrase)),
  ].map((phrase) => `${path} names nothing to do, and still says what its template says: "${phrase}"`);
}

/** The page as it is begun under a title when nobody answers. */
function fillIn({ file, questionsOf }: Template, slug: string, title: string): string {
  const proposed = questionsOf(slug).map(({ flag, fallback = "x" }) => [flag, fallback] as const);
  return fill(file, entryValues(slug, { ...Object.fromEntries(proposed), title }, []));
}

/** What front matter says of an entry. */
function statedIn({ description, entry }: Readonly<Record<string, unknown>>): string[] {
  return valuesIn([description, entry]).map(inOneLine);
}

/** A word of a vocabulary is none: it may be right as it is proposed. */
function isPhrase(value: string): boolean {
  return /\s|:\/\//.test(value);
}

function valuesIn(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(valuesIn);
  return typeof value === "string" ? [value] : [];
}

/** The sentences of a text, and the titles of its specs. */
function phrasesOf(body: string): string[] {
  const titles = [...body.matchAll(/^```.* spec="([^"]+)"/gm)].map(([, title = ""]) => title);
  const sentences = body
    .replaceAll(/^```[\s\S]*?^```$/gm, "")
    .split(/\n\n|^- /m)
    .flatMap((paragraph) => inOneLine(paragraph).split(/(?<=[.?]) /))
    .filter((sentence) => /^[^#|<].*[.?]$/.test(sentence));
  return [...sentences, ...titles];
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
