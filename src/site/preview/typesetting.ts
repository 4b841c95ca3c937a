import { readFileSync } from "node:fs";
import { join } from "node:path";
import { create, type Font } from "fontkitten";

/** The site's own face for headings. Its outlines are drawn, so the machine that builds needs no fonts. */
const FILE = "public/fonts/source-serif-4-600.woff2";

let opened: Font | undefined;

function font(): Font {
  if (opened) return opened;
  const found = create(readFileSync(join(process.cwd(), FILE)));
  if (found.isCollection) throw new Error(`Cannot draw previews: ${FILE} holds several fonts`);
  opened = found;
  return found;
}

/** Whether the face has a glyph for every character. */
export function canSet(text: string): boolean {
  const has = new Set(font().characterSet);
  return Array.from(text, (character) => character.codePointAt(0) ?? 0).every((point) => has.has(point));
}

/** Breaks text into lines no wider than `width`, at its spaces. */
export function breakLines(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && widthOf(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The size of text at which no word of it is wider than `width`, and `size` at most. */
export function fitWords(text: string, size: number, width: number): number {
  const widths = text.split(/\s+/).map((word) => widthOf(word, size));
  return (size * width) / Math.max(width, ...widths);
}

function widthOf(text: string, size: number): number {
  const units = font()
    .glyphsForString(text)
    .reduce((sum, glyph) => sum + glyph.advanceWidth, 0);
  return (units * size) / font().unitsPerEm;
}

/** A line of text as SVG outlines, its base line at `y`. */
export function setLine(text: string, at: { x: number; y: number; size: number }): string {
  const scale = at.size / font().unitsPerEm;
  let x = 0;
  const glyphs = font()
    .glyphsForString(text)
    .map((glyph) => {
      const outline = glyph.path.toSVG();
      const placed = outline === "" ? "" : `<path transform="translate(${x})" d="${outline}"/>`;
      x += glyph.advanceWidth;
      return placed;
    });
  return `<g transform="translate(${at.x} ${at.y}) scale(${scale} ${-scale})">${glyphs.join("")}</g>`;
}
