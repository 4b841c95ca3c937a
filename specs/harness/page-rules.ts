import { readFrontMatter } from "../../src/site/front-matter.ts";
import { readHeadings } from "../../src/site/headings.ts";
import { pageSchema } from "../../src/site/page-schema.ts";

/** The text of each file that matters, by its path from the repository's root. */
export type Files = ReadonlyMap<string, string>;

/** What the front matter of a page lacks or has wrong; `own` are the parts that this kind of page must have. */
export function fieldProblems(text: string, own: readonly string[]): string[] {
  const matter = readFrontMatter(text);
  const { error } = pageSchema.safeParse(matter);
  const issues = (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
  const missing = own.filter(
    (name) => !(name in matter) && !issues.some((one) => one.startsWith(`${name}: `)),
  );
  return [...issues, ...missing.map((name) => `${name}: A page of this kind has it`)];
}

interface Sections {
  /** Every section that there may be, in order. */
  readonly all: readonly string[];
  readonly wanted: readonly string[];
}

/** The sections that a page lacks, has beyond those of its kind, or has out of order. */
export function sectionProblems(text: string, { all, wanted }: Sections): string[] {
  const headings = readHeadings(text);
  const missing = wanted.filter((section) => !headings.includes(section));
  const unknown = headings.filter((heading) => !all.includes(heading));
  const known = headings.filter((heading) => all.includes(heading));
  const inOrder = all.filter((section) => headings.includes(section));
  const late = known.find((heading, index) => heading !== inOrder[index]);
  return [
    ...missing.map((section) => `the section "${section}" is missing`),
    ...unknown.map((heading) => `"${heading}" is no section of a page of this kind: use ###`),
    ...(late === undefined ? [] : [`the section "${late}" stands out of order`]),
  ];
}
