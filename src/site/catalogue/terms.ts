import { STATUS_MEANING } from "../status.ts";
import { DOMAINS } from "./domains.ts";
import { PATHS } from "./paths.ts";
import { MATRICES } from "./problems.ts";
import { KINDS, LAYERS, LEVELS, RELATIONS, SCALES, type Term } from "./vocabulary.ts";

const KEY = "term.";

/**
 * The words of the catalogue's vocabulary in the reader's language: under `term.` and the English word in the file of
 * words, as the navigation's headings are. What is not there is English.
 */
export function termsOf(t: App.Locals["t"]): (english: string) => string {
  const words: Readonly<Record<string, unknown>> = t.all();
  return (english) => {
    const word = words[`${KEY}${english}`];
    return typeof word === "string" ? word : english;
  };
}

/** Keys of a file of words that are under `term.` and no word of the vocabulary, such as a misspelt one. */
export function unknownTerms(words: Readonly<Record<string, unknown>>): string[] {
  const known = new Set(listTerms().map((english) => KEY + english));
  return Object.keys(words).filter((key) => key.startsWith(KEY) && !known.has(key));
}

/** Every word and sentence that a page of an entry or a pattern asks for. */
function listTerms(): string[] {
  const titles = (terms: Readonly<Record<string, Pick<Term, "title">>>): string[] =>
    Object.values(terms).map(({ title }) => title);
  return [
    ...titles(DOMAINS),
    ...Object.values(DOMAINS).flatMap(({ subDomains }) => titles(subDomains)),
    ...Object.values(MATRICES).flatMap(({ rows }) => titles(rows)),
    ...[LAYERS, LEVELS, KINDS].flatMap(titles),
    ...Object.values(KINDS).map(({ meaning }) => meaning),
    ...Object.values(SCALES).flatMap(({ steps }) => Object.values(steps)),
    ...Object.values(RELATIONS).flatMap(({ forward, backward }) => [forward, backward]),
    ...PATHS.map(({ title }) => title),
    ...Object.entries(STATUS_MEANING).flat(),
  ];
}
