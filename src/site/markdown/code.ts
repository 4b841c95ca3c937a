import type { Element } from "hast";
import { select, selectAll } from "hast-util-select";
import { toString } from "hast-util-to-string";
import type { BlockContent } from "mdast";

/** A code block of a page as Markdown: the code as it is shown, its heading in the fence, its evidence below. */
export function readCodeBlock(figure: Element): BlockContent[] {
  const pre = select("pre", figure);
  if (!pre) return [];
  const language = String(pre.properties["dataLanguage"] ?? "");
  const lines = selectAll(".ec-line .code", pre).map((line) => toString(line).replace(/\n$/, ""));
  const title = textOf(figure, "figcaption .title");
  const evidence = textOf(figure, "figcaption .evidence");
  return [
    {
      type: "code",
      lang: language === "plaintext" && title === "" ? null : language,
      meta: title === "" ? null : `title=${quote(title)}`,
      value: lines.join("\n"),
    },
    ...(evidence === "" ? [] : [paragraph(evidence)]),
  ];
}

/** Like an attribute of MDX: there is no escape, so the other quotation mark is taken where one is in the text. */
function quote(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

function textOf(element: Element, selector: string): string {
  const found = select(selector, element);
  return found ? toString(found).trim() : "";
}

function paragraph(value: string): BlockContent {
  return { type: "paragraph", children: [{ type: "text", value }] };
}
