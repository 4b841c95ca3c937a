import { COMMON_WORDS, PLAIN_WORDS, SAME_MEANING } from "./vocabulary.ts";

/** The words of a query that may tell pages apart, in lower case and each once; all of its words if none may. */
export function wordsOf(query: string): string[] {
  const words = PLAIN_WORDS.reduce((text, [name, plain]) => text.replace(name, plain), query.normalize("NFC"))
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const telling = words.filter((word) => !COMMON_WORDS.has(word) && (word.length > 1 || /\d/.test(word)));
  return [...new Set(telling.length > 0 ? telling : words)];
}

/** Other words that people use for the same thing, whatever the ending of the one that was typed. */
export function synonymsOf(word: string): string[] {
  const typed = stem(word);
  const others = SAME_MEANING.filter((group) => group.some((one) => stem(one) === typed))
    .flat()
    .filter((one) => stem(one) !== typed);
  return [...new Set(others)];
}

/** Rough, and enough to see that "charged" and "charge" are one word. Pagefind itself stems what is searched. */
function stem(word: string): string {
  return word.length < 5 ? word.replace(/s$/, "") : word.replace(/(?:ing|ed|es|s|e)$/, "");
}
