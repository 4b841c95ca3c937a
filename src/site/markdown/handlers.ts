import type { Element, ElementContent, Nodes } from "hast";
import { select, selectAll } from "hast-util-select";
import { defaultHandlers, type Handle, type State } from "hast-util-to-mdast";
import { toString } from "hast-util-to-string";
import type { BlockContent, Blockquote, PhrasingContent } from "mdast";
import { readCodeBlock } from "./code.ts";

/** How each element that Markdown has no word for is told in it, and which are left out. */
export function pageHandlers(address: string): Record<string, Handle> {
  return {
    ...Object.fromEntries(LEFT_OUT.map((name) => [name, () => undefined])),
    figure: (state, node) => {
      if (select("pre[data-language]", node)) return readCodeBlock(node);
      if (select("svg[role=img]", node)) return drawing(node);
      return state.all(node);
    },
    svg: (_state, node) => (node.properties["role"] === "img" ? drawing(node) : undefined),
    section: (state, node) => (node.properties["dataDemo"] ? demo(node, address) : state.all(node)),
    aside: (state, node) => quoted(labelOf(node), state, node),
    details: (state, node) => {
      const summary = select("summary", node);
      const rest = { ...node, children: node.children.filter((child) => child !== summary) };
      return [...(summary ? [strongLine(toString(summary))] : []), ...blocks(state, rest)];
    },
    "starlight-tabs": (state, node) =>
      selectAll("[role=tabpanel]", node).flatMap((panel) => {
        const tab = select(`[id="${String(panel.properties["ariaLabelledBy"])}"]`, node);
        return [...(tab ? [strongLine(toString(tab))] : []), ...blocks(state, panel)];
      }),
    table: (state, node) => {
      const caption = select("caption", node);
      const rows = { ...node, children: node.children.filter((child) => child !== caption) };
      const table = defaultHandlers.table(state, rows);
      return caption ? [...blocks(state, caption), table] : table;
    },
    td: (state, node) => defaultHandlers.td(state, inLines(node)),
    br: () => ({ type: "html", value: "<br>" }),
  };
}

/** What steers a page or adorns it, and says nothing. */
const LEFT_OUT = [
  "button",
  "dialog",
  "footer",
  "form",
  "input",
  "link",
  "noscript",
  "script",
  "select",
  "style",
  "template",
  "textarea",
];

/** The cell with line breaks between its paragraphs, which a table of Markdown cannot hold. */
function inLines(cell: Element): Element {
  const children = cell.children.flatMap((child, i) => {
    if (child.type !== "element" || child.tagName !== "p") return [child];
    return i === 0 ? child.children : [LINE_BREAK, ...child.children];
  });
  return { ...cell, children };
}

const LINE_BREAK: ElementContent = { type: "element", tagName: "br", properties: {}, children: [] };

function blocks(state: State, node: Element): BlockContent[] {
  return state.toFlow(state.all(node)) as BlockContent[];
}

function text(value: string): PhrasingContent {
  return { type: "text", value };
}

function strong(value: string): PhrasingContent {
  return { type: "strong", children: [text(value.replaceAll(/\s+/g, " ").trim())] };
}

function strongLine(value: string): BlockContent {
  return { type: "paragraph", children: [strong(value)] };
}

function labelOf(node: Element): string {
  const label = node.properties["ariaLabel"];
  return typeof label === "string" ? label : "";
}

function quoted(label: string, state: State, node: Element): Blockquote {
  const title = label === "" ? [] : [strongLine(label)];
  return { type: "blockquote", children: [...title, ...blocks(state, node)] };
}

/** A drawing is told by its title and its description. One without stands beside a list that says the same. */
function drawing(node: Element): BlockContent[] {
  const said = (name: string): string => {
    const found = select(name, node);
    return found ? toString(found).replaceAll(/\s+/g, " ").trim() : "";
  };
  const title = said("svg > title") || said("figcaption");
  const description = said("svg > desc");
  if (description === "") return [];
  const caption = title === "" ? "Diagram." : `Diagram: ${title}.`;
  const children = [strong(caption), text(` ${description}`)];
  return [{ type: "blockquote", children: [{ type: "paragraph", children }] }];
}

function demo(node: Element, address: string): BlockContent[] {
  const paragraphs = selectAll("p:not(.demo-title, .demo-status)", node);
  const invitation = paragraphs.find((one) => !isWithin(node, "noscript", one));
  return [
    {
      type: "paragraph",
      children: [
        strong(`${labelOf(node)}.`),
        text(` ${invitation ? toString(invitation).trim() : ""} It runs `),
        { type: "link", url: address, children: [text("on the page")] },
        text("."),
      ],
    },
  ];
}

function isWithin(node: Nodes, name: string, sought: Element): boolean {
  return selectAll(`${name} *`, node).includes(sought);
}
