import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { hashDiagram, normalizeDiagram } from "../src/site/diagram-source.ts";
import type { DiagramUse } from "./mermaid-diagrams.ts";

declare const mermaid: {
  initialize(config: object): void;
  render(id: string, source: string): Promise<{ svg: string }>;
};

/** Loads Mermaid into an empty page, once for all diagrams. */
export async function openMermaid(page: Page): Promise<void> {
  await page.setContent("<!doctype html><body></body>");
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("mermaid/dist/mermaid.min.js") });
  await page.evaluate(() => {
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      theme: "neutral",
      // Text as SVG text: it can be read aloud, searched and coloured by the page.
      htmlLabels: false,
      fontFamily: "sans-serif",
      themeVariables: { fontSize: "15px" },
      // Readers' own fonts differ in width from the one measured here: the padding is their room.
      flowchart: {
        htmlLabels: false,
        padding: 18,
        nodeSpacing: 36,
        rankSpacing: 44,
        curve: "basis",
        useMaxWidth: true,
      },
    });
  });
}

/** The SVG file of a diagram: Mermaid's shapes and words without its colours, named, and with its source's hash. */
export async function renderDiagram(page: Page, diagram: DiagramUse): Promise<string> {
  const { name, title, description } = diagram;
  const svg = await page
    .evaluate(({ id, source }) => mermaid.render(id, source).then((result) => result.svg), {
      id: `diagram-${name}`,
      source: normalizeDiagram(diagram.source),
    })
    .catch((cause: unknown) => {
      throw new Error(`Cannot render the diagram at ${diagram.at}: Mermaid refuses its source`, { cause });
    });
  const bare = await page.evaluate(undress, { svg, name, title, description });
  return `<!-- sha256:${hashDiagram(diagram)} -->\n${bare}\n`;
}

/** Runs in the page. */
function undress(diagram: { svg: string; name: string; title: string; description: string }): string {
  const PAINT =
    /^(fill|stroke|stroke-width|color|background|background-color|font-.*|line-height|text-align|max-width)$/;
  const holder = document.createElement("div");
  holder.innerHTML = diagram.svg;
  const svg = holder.querySelector("svg");
  if (!svg) throw new Error("Mermaid made no svg");

  for (const spare of svg.querySelectorAll("style, defs filter, linearGradient, title, desc")) spare.remove();
  for (const shape of [svg, ...svg.querySelectorAll<SVGElement>("*")]) {
    for (const property of [...shape.style]) if (PAINT.test(property)) shape.style.removeProperty(property);
    if (shape.getAttribute("style")?.trim() === "") shape.removeAttribute("style");
    for (const { name } of [...shape.attributes]) {
      const isPaint = PAINT.test(name) && shape.getAttribute(name) !== "none";
      if (isPaint || /^data-|^aria-|^role|^xmlns:|^filter$/.test(name)) shape.removeAttribute(name);
    }
  }

  const label = (tag: string, text: string): string => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    element.id = `diagram-${diagram.name}-${tag}`;
    element.textContent = text;
    svg.prepend(element);
    return element.id;
  };
  const desc = label("desc", diagram.description);
  svg.setAttribute("aria-labelledby", `${label("title", diagram.title)} ${desc}`);
  svg.setAttribute("role", "img");
  const [, , width] = (svg.getAttribute("viewBox") ?? "").split(" ");
  if (width) svg.setAttribute("width", String(Math.ceil(Number(width))));
  const digits = /-?\d+\.\d{2,}/g;
  return svg.outerHTML.replace(digits, (number) => String(Math.round(Number(number) * 10) / 10));
}
