import type { Entry } from "./entry.ts";

/** The files that entries point into, each once: every one gets a page, so that a link leads to the very line. */
export function sourceFiles(entries: readonly Pick<Entry, "inGrove">[]): string[] {
  return [...new Set(entries.flatMap(({ inGrove }) => inGrove.map(({ file }) => file)))].toSorted();
}

/** What the page of a file is called, and what it tells of itself. */
export function sourceText(file: string): { title: string; description: string } {
  const description = `${file}, as it is built into this site, and the patterns of the catalogue that it is an example of.`;
  return { title: file.split("/").at(-1) ?? file, description };
}

/** The address of a line of a file of this repository. */
export function sourceHref(file: string, line: number): string {
  return `/source/${file}/#L${line}`;
}
