import type { Entry } from "./entry.ts";

/** The files that entries point into, each once: every one gets a page, so that a link leads to the very line. */
export function sourceFiles(entries: readonly Pick<Entry, "inGrove">[]): string[] {
  return [...new Set(entries.flatMap(({ inGrove }) => inGrove.map(({ file }) => file)))].toSorted();
}

/** The address of a line of a file of this repository. */
export function sourceHref(file: string, line: number): string {
  return `/source/${file}/#L${line}`;
}
