import { classify, type FenceClass, isScript } from "./classes.ts";
import { type Fence, readFences } from "./fences.ts";
import { specProblems } from "./spec-rules.ts";
import type { Problem } from "./syntax.ts";

/** A fence together with what it is for. */
export type Classified<Kind extends FenceClass["kind"]> = Fence & Extract<FenceClass, { kind: Kind }>;

/** A page as the gate reads it. */
export interface Page {
  readonly specs: readonly Classified<"spec">[];
  readonly compileFails: readonly Classified<"compile-fail">[];
  readonly shown: readonly Classified<"show">[];
  readonly unclassified: readonly Fence[];
  /** Every rule that the page breaks, in the order of its lines; a page with any is refused. */
  readonly problems: readonly Problem[];
}

/** Reads a page's script fences, their classes, and every rule they break. */
export function readPage(text: string): Page {
  const specs: Classified<"spec">[] = [];
  const compileFails: Classified<"compile-fail">[] = [];
  const shown: Classified<"show">[] = [];
  const unclassified: Fence[] = [];
  const problems: Problem[] = [];

  for (const fence of readFences(text)) {
    const place = { line: fence.line, column: fence.indent + 1 };
    if (!fence.closed) problems.push({ ...place, message: "A fence is never closed" });
    if (!isScript(fence)) continue;
    const found = classify(fence);
    if (typeof found === "string") {
      problems.push({ ...place, message: found });
      unclassified.push(fence);
    } else if (found.kind === "compile-fail") compileFails.push({ ...fence, ...found });
    else if (found.kind === "show") shown.push({ ...fence, ...found });
    else {
      const twin = specs.find((spec) => spec.title === found.title);
      if (twin)
        problems.push({
          ...place,
          message: `Two specs have one title, the other in line ${twin.line}: "${found.title}"`,
        });
      problems.push(...specProblems(fence));
      specs.push({ ...fence, ...found });
    }
  }
  problems.push(...codeComponents(text));
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { specs, compileFails, shown, unclassified, problems };
}

/** Starlight's <Code> shows text that no fence holds, so nothing would run or check it. */
function codeComponents(text: string): Problem[] {
  const inFence = new Set(readFences(text).flatMap(({ line, lines }) => lines.map((_, i) => line + 1 + i)));
  return text.split(/\r?\n/).flatMap((content, i) => {
    const column = content.search(/<Code\b/) + 1;
    if (column === 0 || inFence.has(i + 1)) return [];
    return [
      {
        line: i + 1,
        column,
        message: "A page shows code with <Code>: use a fence, or <Source> for a real file",
      },
    ];
  });
}
