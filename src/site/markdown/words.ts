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
  return isApart && endsWord(before) && beginsWord(after);
}

/** A code may begin with a slash or end with a quotation mark; in plain text these belong to what they touch. */
function endsWord(node: ElementContent): boolean {
  const text = toString(node);
  return /[^\s([{“‘/-]$/u.test(text) && !(node.type === "text" && /["']$/.test(text));
}

function beginsWord(node: ElementContent): boolean {
  const text = toString(node);
  return /^[^\s)\]}”’.,:;?!…]/u.test(text) && !(node.type === "text" && /^[/%"'-]/.test(text));
}

function isSetApart(node: ElementContent): boolean {
  return node.type === "element" && !IN_WORDS.has(node.tagName);
}

function isWord(node: ElementContent): boolean {
  return node.type === "element" && WORDS.has(node.tagName);
}
