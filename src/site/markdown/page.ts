import type { Element, ElementContent, Root, Text } from "hast";
import { fromHtml } from "hast-util-from-html";
import { select } from "hast-util-select";
import { toMdast } from "hast-util-to-mdast";
import { toString } from "hast-util-to-string";
import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";
import { pageHandlers } from "./handlers.ts";
import { wouldJoin } from "./words.ts";

/** A page of the site in Markdown. */
export interface MarkdownPage {
  readonly title: string;
  readonly description: string;
  /** The address of the page itself, in full. */
  readonly address: string;
  /** Its text, without the title. */
  readonly body: string;
}

/** Reads a built page, or gives undefined if it is none of the documentation's. */
export function readPage(html: string, address: string): MarkdownPage | undefined {
  // The navigation around the text is most of a short page.
  const [written = ""] = /<main[\s>][\s\S]*<\/main>/.exec(html) ?? [];
  const main = select("main", fromHtml(written, { fragment: true }));
  const heading = main && select("h1", main);
  if (!main || !heading || !select(".sl-markdown-content", main)) return undefined;
  const head = fromHtml(html.slice(0, html.indexOf("</head>")));
  const described = select('meta[name="description"]', head)?.properties["content"];
  return {
    title: toString(heading).trim(),
    description: typeof described === "string" ? described : "",
    address,
    body: toBody(main, address),
  };
}

function toBody(main: Element, address: string): string {
  const content: Root = { type: "root", children: [tidied(main, address)] };
  const tree = toMdast(content, { handlers: pageHandlers(address), newlines: true });
  return toMarkdown(tree, {
    bullet: "-",
    emphasis: "_",
    rule: "-",
    extensions: [gfmToMarkdown({ tablePipeAlign: false, tableCellPadding: true })],
  }).trim();
}

/** The element without what is for the eye or for steering only, its links in full. */
function tidied(element: Element, address: string): Element {
  if (/^(?:pre|code)$/.test(element.tagName)) return element;
  const children = element.children
    .filter((child) => !(child.type === "element" && isForEyesOnly(child)))
    .flatMap((child, index, all): ElementContent[] => {
      const before = all[index - 1];
      const space: Text[] = before && wouldJoin(before, child) ? [{ type: "text", value: " " }] : [];
      return [...space, child.type === "element" ? tidied(child, address) : child];
    });
  const { href } = element.properties;
  const isLink = element.tagName === "a" && typeof href === "string";
  const properties = isLink
    ? { ...element.properties, href: new URL(href, address).href }
    : element.properties;
  return { ...element, properties, children };
}

function isForEyesOnly({ tagName, properties, children }: Element): boolean {
  const classes = Array.isArray(properties["className"]) ? properties["className"] : [];
  return (
    tagName === "h1" ||
    (/^[ou]l$/.test(tagName) && !children.some(({ type }) => type === "element")) ||
    properties["ariaHidden"] === "true" ||
    classes.some((name) => name === "sl-anchor-link" || name === "page-actions")
  );
}

/** The page as a file of its own. */
export function asFile({ title, description, address, body }: MarkdownPage): string {
  // A JSON string is a YAML string, whatever is in it.
  const matter = Object.entries({ title, description, url: address }).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  );
  return `---\n${matter.join("\n")}\n---\n\n# ${title}\n\n${body}\n`;
}

/** The page as a part of a longer text. */
export function asText({ title, description, address, body }: MarkdownPage): string {
  return `# ${title}\n\nSource: ${address}\n\n> ${description}\n\n${body}\n`;
}
