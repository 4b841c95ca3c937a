import sharp from "sharp";
import { MARKS, readMark } from "../marks.ts";
import { breakLines, canSet, fitWords, setLine } from "./typesetting.ts";

export const PREVIEW = { width: 1200, height: 630 } as const;

const LEFT = 96;
const TEXT_WIDTH = PREVIEW.width - 2 * LEFT;
const PAPER = "#fbf9f4";
const INK = "#1a201b";
const QUIET = "#4d564f";
const GREEN = "#1f5a3c";
const LINE = "#e0d9c9";

export interface PreviewText {
  readonly site: string;
  readonly title: string;
  readonly description: string;
  /** The mark of the pattern that the page is about, if it is about one. */
  readonly mark?: string | undefined;
}

/** The picture that a link to a page is shown with, as SVG without text: every letter is an outline. */
export function drawPreview({ site, title, description, mark }: PreviewText): string {
  const size = fitWords(title, title.length > 44 ? 60 : 76, TEXT_WIDTH);
  const heading = breakLines(title, size, TEXT_WIDTH).slice(0, 3);
  const small = fitWords(description, 32, TEXT_WIDTH);
  const said = canSet(description) ? breakLines(description, small, TEXT_WIDTH) : [];
  const top = 240;
  const below = top + heading.length * size * 1.14;
  const room = Math.max(0, Math.floor((496 - below) / 44) + 1);
  const marks = mark === undefined ? Object.keys(MARKS).filter((name) => name !== "grove") : [mark];
  const { width, height } = PREVIEW;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<rect width="${width}" height="${height}" fill="${PAPER}"/>
${drawMark("grove", { x: LEFT, y: 68, size: 56 })}
<g fill="${INK}">${setLine(site, { x: LEFT + 74, y: 108, size: 36 })}
${heading.map((line, i) => setLine(line, { x: LEFT, y: top + i * size * 1.14, size })).join("")}</g>
<g fill="${QUIET}">${said
    .slice(0, room)
    .map((line, i) => setLine(line, { x: LEFT, y: below + i * 44, size: small }))
    .join("")}</g>
<rect x="${LEFT}" y="520" width="${TEXT_WIDTH}" height="2" fill="${LINE}"/>
${marks.map((name, i) => drawMark(name, { x: LEFT + i * 84, y: 544, size: 52 })).join("")}
</svg>`;
}

function drawMark(name: string, { x, y, size }: { x: number; y: number; size: number }): string {
  const style = `fill="none" stroke="${GREEN}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"`;
  return `<g transform="translate(${x} ${y}) scale(${size / 24})" color="${GREEN}" ${style}>${readMark(name)}</g>`;
}

/** Draws SVG as a PNG of few colours, which is all that a preview has. */
export function toPng(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).png({ palette: true, colours: 32, effort: 2 }).toBuffer();
}
