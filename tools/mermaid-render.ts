import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { hashDiagram, normalizeDiagram } from "../src/site/diagram-source.ts";
import type { DiagramUse } from "./mermaid-diagrams.ts";
import { undress } from "./mermaid-undress.ts";

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
        padding: 12,
        nodeSpacing: 28,
        rankSpacing: 36,
        wrappingWidth: 320,
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
  const bare = await page.evaluate(undress, { svg, name, title, description }).catch((cause: unknown) => {
    throw new Error(`Cannot keep the diagram at ${diagram.at}`, { cause });
  });
  return `<!-- sha256:${hashDiagram(diagram)} -->\n${bare}\n`;
}
