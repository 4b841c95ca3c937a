import { expect, inject, test } from "vitest";
import { markdownAddress } from "../../src/site/markdown/address.ts";
import { readBuiltPage } from "./built.ts";
import { samplePages } from "./kinds.ts";
import { codeIn, textsIn } from "./shown.ts";
import { openWithoutScripts, useBrowser } from "./visit.ts";

const browser = useBrowser();

/** What steers a page or frames it, and what the Markdown tells in other words. */
const OTHERWISE =
  "button, form, footer, noscript, [data-demo], .page-actions, .sl-anchor-link, [role=status], svg";
/** What the Markdown says of its own of drawings and demos. */
const ADDED = "Diagram: It runs on the page.";

/** Runs in the browser: the page's text as it is laid out, what it tells listeners only, and what must not be lost. */
function readMain(otherwise: string): { shown: string; told: string; kept: string } {
  const main = document.querySelector("main")!;
  for (const element of main.querySelectorAll("details")) element.open = true;
  for (const element of main.querySelectorAll("[role=tabpanel]")) element.removeAttribute("hidden");
  const told = [...main.querySelectorAll("svg > title, svg > desc, [aria-label]")]
    .map((element) => element.getAttribute("aria-label") ?? element.textContent)
    .join("\n");
  const shown = main.innerText;
  for (const element of main.querySelectorAll(otherwise)) element.remove();
  return { shown, told, kept: main.innerText };
}

/** The words of a text without the marks around them; a style sheet may write them in capitals. */
function wordsOf(text: string): Set<string> {
  const words = text.split(/\s+/).map((word) => word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""));
  return new Set(words.filter((word) => word !== "").map((word) => word.toLowerCase()));
}

/** The words of a text that none of the others has. */
function wordsBeyond(text: string, others: readonly string[]): string[] {
  const known = wordsOf(others.join("\n"));
  return [...wordsOf(text)].filter((word) => !known.has(word));
}

test.for(samplePages())(
  "the Markdown of %s has the words of the page, none joined and none lost",
  async (path) => {
    const page = await openWithoutScripts(browser(), `http://localhost:${inject("port")}${path}`);
    const { shown, told, kept } = await page.evaluate(readMain, OTHERWISE);
    const markdown = readBuiltPage(markdownAddress(path)).replace(/^---\n[\s\S]*?\n---\n/, "");
    const texts = textsIn(markdown).join("\n");
    const code = codeIn(markdown).map(({ value, meta }) => `${meta.replace("title=", "")}\n${value}`);

    expect(wordsBeyond(texts, [shown, told, ADDED])).toEqual([]);
    expect(wordsBeyond(kept, [texts, ...code])).toEqual([]);
  },
);
