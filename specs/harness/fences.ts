/** A fenced code block of a page. Lines are numbered from 1, as editors do. */
export interface Fence {
  /** The line of the opening fence. */
  readonly line: number;
  /** How many characters stand before the opening fence. */
  readonly indent: number;
  readonly lang: string;
  /** The words behind the language, as written. */
  readonly meta: string;
  /** The code, with the page's own indentation, so that columns stay true. */
  readonly lines: readonly string[];
  /** False if the page ends before the fence does. */
  readonly closed: boolean;
}

const OPENING = /^(?<indent>[ \t]*)(?<mark>`{3,}|~{3,})[ \t]*(?<lang>[^\s`]*)[ \t]*(?<meta>[^`]*)$/;

/**
 * Reads the fences of a page by its lines alone. A fence opens on a line of its own (also inside a list or a
 * component) and closes with at least as many of the same marks.
 */
export function readFences(text: string): Fence[] {
  const lines = text.split(/\r?\n/);
  const fences: Fence[] = [];
  for (let at = 0; at < lines.length; at++) {
    const opening = OPENING.exec(lines[at] ?? "")?.groups;
    if (!opening) continue;
    const { indent = "", mark = "", lang = "", meta = "" } = opening;
    const end = lines.findIndex((line, i) => i > at && closes(line, mark));
    const stop = end === -1 ? lines.length : end;
    fences.push({
      line: at + 1,
      indent: indent.length,
      lang,
      meta: meta.trim(),
      lines: lines.slice(at + 1, stop),
      closed: end !== -1,
    });
    at = stop;
  }
  return fences;
}

function closes(line: string, mark: string): boolean {
  const found = line.trim();
  return found.length >= mark.length && found === mark.charAt(0).repeat(found.length);
}
