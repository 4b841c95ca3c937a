import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mdxToMdast, markdownToMdast } from "satteri";
import { ROOT } from "../../tools/sources.ts";
import { listPages } from "../harness/vite-plugin.ts";

interface Node {
  readonly type: string;
  readonly name?: string | null;
  readonly value?: string;
  readonly lang?: string | null;
  readonly meta?: string | null;
  readonly attributes?: readonly { readonly name?: string; readonly value?: unknown }[];
  readonly children?: readonly Node[];
}

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* nodesOf(child);
}

/** A piece of a real file that a page's text asks to be shown. */
export interface ShownSource {
  readonly page: string;
  readonly file: string;
  readonly region: string | undefined;
}

/** Every `<Source>` of the documentation, read by the Markdown parser that the site is rendered with. */
export function listShownSources(): ShownSource[] {
  const pages = listPages("src/content/docs").filter((page) => page.endsWith(".mdx"));
  return pages.flatMap((page) => {
    const tree = mdxToMdast(readFileSync(page, "utf8")) as Node;
    return [...nodesOf(tree)]
      .filter((node) => node.type.startsWith("mdxJsx") && node.name === "Source")
      .map(({ attributes = [] }) => {
        const said = (name: string): string | undefined =>
          attributes.find((one) => one.name === name)?.value as string | undefined;
        return { page, file: said("file") ?? "", region: said("region") };
      });
  });
}

/** The code blocks of Markdown. */
export function codeIn(markdown: string): { readonly value: string; readonly meta: string }[] {
  return [...nodesOf(markdownToMdast(markdown) as Node)]
    .filter(({ type }) => type === "code")
    .map(({ value = "", meta }) => ({ value, meta: meta ?? "" }));
}

/** The text of each paragraph, heading and cell of Markdown. */
export function textsIn(markdown: string): string[] {
  const said = ({ type, value = "", children = [] }: Node): string =>
    type === "html" && value === "<br>" ? " " : value + children.map(said).join("");
  return [...nodesOf(markdownToMdast(markdown) as Node)]
    .filter(({ type }) => ["paragraph", "heading", "tableCell"].includes(type))
    .map(said);
}

/** The address of the page that a file of the documentation becomes. */
export function addressOf(page: string): string {
  const path = page.replace(/^src\/content\/docs\//, "").replace(/(?:^|\/)index\.mdx?$|\.mdx?$/, "");
  return path === "" ? "/" : `/${path}/`;
}

/**
 * Whether `code` stands in a file line for line, indented alike throughout. Only the lines that name a region may stand
 * between, since no page shows them.
 */
export function standsIn(file: string, code: string): boolean {
  const lines = readFileSync(join(ROOT, file), "utf8")
    .split("\n")
    .filter((line) => !/^\s*\/\/ #(?:end)?region\b/.test(line));
  const wanted = code.split("\n");
  return lines.some((_, at) => {
    const found = lines.slice(at, at + wanted.length);
    const first = wanted.findIndex((line) => line !== "");
    const indent = (found[first] ?? "").slice(0, (found[first] ?? "").length - (wanted[first] ?? "").length);
    return indent.trim() === "" && wanted.every((line, i) => found[i] === (line === "" ? "" : indent + line));
  });
}
