import { createHash } from "node:crypto";

/** Mermaid text as it is rendered: blank ends and the page's own indentation do not make it another diagram. */
export function normalizeDiagram(source: string): string {
  const lines = source.split("\n").map((line) => line.trimEnd());
  const indents = lines.filter((line) => line !== "").map((line) => line.search(/\S/));
  // The first line follows the opening quote, so its indentation says nothing.
  const indent = Math.min(...(indents.length > 1 ? indents.slice(1) : indents));
  return lines
    .map((line) => line.slice(Math.min(indent, Math.max(line.search(/\S/), 0))))
    .join("\n")
    .trim();
}

/** The part of a diagram that its committed SVG depends on. */
export interface DiagramText {
  readonly source: string;
  readonly title: string;
  readonly description: string;
}

/** The SHA-256, in hex, that a rendered diagram carries in its first line. */
export function hashDiagram({ source, title, description }: DiagramText): string {
  const text = [normalizeDiagram(source), title, description].join("\0");
  return createHash("sha256").update(text).digest("hex");
}

/** The hash in a rendered diagram's first line, if it has one. */
export function readDiagramHash(svg: string): string | undefined {
  return /^<!-- sha256:([0-9a-f]{64})/.exec(svg)?.[1];
}

/** The size of a rendered diagram as a style, so that its place is known before it is laid out (`diagram.css`). */
export function sizeStyle(svg: string): string {
  const [opening = ""] = /<svg [^>]*>/.exec(svg) ?? [];
  const size = / width="([\d.]+)".* viewBox="\S+ \S+ ([\d.]+) ([\d.]+)".* style="min-width: ([\d.]+)px/.exec(
    opening,
  );
  if (!size) throw new Error(`Cannot tell how large a diagram is: ${opening}`);
  const [, width, across, down, least] = size;
  return `--width:${width}px;--least:${least}px;--ratio:${across}/${down}`;
}
