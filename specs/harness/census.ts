import { readFileSync } from "node:fs";
import { mdxToMdast } from "satteri";
import { isScript } from "./classes.ts";
import { readPage } from "./page.ts";
import { listPages } from "./vite-plugin.ts";

/** How many fences of each class a page holds, counted in two ways that know nothing of each other. */
export interface PageCensus {
  readonly path: string;
  readonly specs: number;
  readonly compileFails: number;
  readonly shown: number;
  readonly unclassified: number;
  /** Script fences by the lines of the page, which is what runs. */
  readonly byLine: number;
  /** Script fences by the Markdown parser that renders the page, which is what the reader sees. */
  readonly byParser: number;
}

/** Counts the script fences of every page below a folder. */
export function takeCensus(folder: string): PageCensus[] {
  return listPages(folder).map((path) => countFences(path, readFileSync(path, "utf8")));
}

/** Counts the script fences of one page's text. */
export function countFences(path: string, text: string): PageCensus {
  const page = readPage(text);
  return {
    path,
    specs: page.specs.length,
    compileFails: page.compileFails.length,
    shown: page.shown.length,
    unclassified: page.unclassified.length,
    byLine: page.specs.length + page.compileFails.length + page.shown.length + page.unclassified.length,
    byParser: countParsed(mdxToMdast(text)),
  };
}

interface Parsed {
  readonly type: string;
  readonly lang?: string | null;
  readonly children?: readonly Parsed[];
}

function countParsed(node: object): number {
  const { type, lang, children = [] } = node as Parsed;
  const own = type === "code" && isScript({ lang: lang ?? "" }) ? 1 : 0;
  return children.reduce((sum, child) => sum + countParsed(child), own);
}
