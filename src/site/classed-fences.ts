/** A fence of a page that a run judges: a spec, or what must not compile. */
export interface ClassedFence {
  readonly kind: "spec" | "compile-fail";
  /** What a spec claims, or which error the compiler must give. */
  readonly title: string;
  readonly code: string;
}

const OPENING = /^\s*(`{3,}|~{3,})\s*tsx?\s+(.*\b)?(spec|compile-fail)="([^"]*)"/;
const MARK = /^\s*(`{3,}|~{3,})/;

/** Reads the judged fences of a page's text, in order. A fence that another fence shows is none of them. */
export function readClassedFences(text: string): ClassedFence[] {
  const lines = text.split(/\r?\n/);
  const found: ClassedFence[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, mark = ""] = MARK.exec(lines[at] ?? "") ?? [];
    if (mark === "") continue;
    const end = lines.findIndex((line, i) => i > at && closes(line, mark));
    const stop = end === -1 ? lines.length : end;
    const [, , , kind, title = ""] = OPENING.exec(lines[at] ?? "") ?? [];
    if (kind === "spec" || kind === "compile-fail") {
      found.push({ kind, title, code: lines.slice(at + 1, stop).join("\n") });
    }
    at = stop;
  }
  return found;
}

function closes(line: string, mark: string): boolean {
  const text = line.trim();
  return text.startsWith(mark) && text === mark.charAt(0).repeat(text.length);
}
