import { fieldProblems, type Files, sectionProblems } from "./page-rules.ts";

const SECTIONS = ["Problem", "Solution", "Trade-offs", "How it fails"];
const ENTRY = /^src\/content\/docs\/catalogue\/[^/]+\.md$/;

/** The pages of the catalogue that are entries; its other pages are .mdx. */
export function listEntryPages(files: Files): string[] {
  return [...files.keys()].filter((path) => ENTRY.test(path)).toSorted();
}

/** Each field and section that an entry's page lacks, by its name; empty if nothing is missing. */
export function entryProblems(path: string, files: Files): string[] {
  const text = files.get(path) ?? "";
  const problems = [
    ...fieldProblems(text, ["entry"]),
    ...sectionProblems(text, { all: SECTIONS, wanted: SECTIONS }),
  ];
  return problems.map((problem) => `${path}: ${problem}`);
}
