import type { ElementContent } from "hast";
import { toString } from "hast-util-to-string";

/** What may hold a part of a word. Any other element, such as a span, holds whole words: a style sheet sets it apart. */
const IN_WORDS: ReadonlySet<string> = new Set(
  "a abbr b br code del em i ins kbd mark s strong sub sup time u var wbr".split(" "),
);

/** Of these, what holds whole words where it touches another. */
const WORDS: ReadonlySet<string> = new Set(["a", "b", "code", "strong"]);

/** Whether two words would run together without the style sheet that keeps them apart. */
export function wouldJoin(before: ElementContent, after: ElementContent): boolean {
  const isApart = [before, after].some(isSetApart) || [before, after].every(isWord);
  return isApart && ENDS_WORD.test(toString(before)) && BEGINS_WORD.test(toString(after));
}

const ENDS_WORD = /[^\s([{“‘/-]$/u;
const BEGINS_WORD = /^[^\s)\]}”’.,:;?!]/u;

function isSetApart(node: ElementContent): boolean {
  return node.type === "element" && !IN_WORDS.has(node.tagName);
}

function isWord(node: ElementContent): boolean {
  return node.type === "element" && WORDS.has(node.tagName);
}
