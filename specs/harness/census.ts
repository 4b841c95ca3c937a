import { readFileSync } from "node:fs";
import { markdownToMdast, mdxToMdast } from "satteri";
import { isScript } from "./classes.ts";
import { readFences } from "./fences.ts";
import { readPage } from "./page.ts";
import { listPages } from "./vite-plugin.ts";

/** How many fences of each class a page holds, and which, read in two ways that know nothing of each other. */
export interface PageCensus {
  readonly path: string;
  readonly specs: number;
  readonly compileFails: number;
  readonly shown: number;
  readonly unclassified: number;
  /** Each script fence by the lines of the page, which is what runs: its line, language and meta. */
  readonly byLine: readonly string[];
  /** Each by the Markdown parser that renders the page, which is what the reader sees. */
  readonly byParser: readonly string[];
}

/** Counts the script fences of every page below a folder. */
export function takeCensus(folder: string): PageCensus[] {
  return listPages(folder).map((path) => countFences(path, readFileSync(path, "utf8")));
}

/** Counts the script fences of one page's text. */
export function countFences(path: string, text: string): PageCensus {
  const { specs, compileFails, shown, unclassified } = readPage(text);
  return {
    path,
    specs: specs.length,
    compileFails: compileFails.length,
    shown: shown.length,
    unclassified: unclassified.length,
    byLine: readFences(text).filter(isScript).map(nameFence),
    byParser: [...parsedFences(path.endsWith(".md") ? markdownToMdast(text) : mdxToMdast(text))].map(
      nameFence,
    ),
  };
}

interface NamedFence {
  readonly line: number;
  readonly lang: string;
  readonly meta: string;
}

function nameFence({ line, lang, meta }: NamedFence): string {
  return `${line} ${lang} ${meta}`.trim();
}

interface Parsed {
  readonly type: string;
  readonly lang?: string | null;
  readonly meta?: string | null;
  readonly position?: { readonly start: { readonly line: number } };
  readonly children?: readonly Parsed[];
}

function* parsedFences(node: object): Generator<NamedFence> {
  const { type, lang, meta, position, children = [] } = node as Parsed;
  const fence = { line: position?.start.line ?? 0, lang: lang ?? "", meta: meta ?? "" };
  if (type === "code" && isScript(fence)) yield fence;
  for (const child of children) yield* parsedFences(child);
}
