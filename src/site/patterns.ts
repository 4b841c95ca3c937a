import { existsSync } from "node:fs";
import { join } from "node:path";
import { getCollection, type CollectionEntry } from "astro:content";
import { readHeadings } from "./headings.ts";
import { inLocale } from "./locale-address.ts";
import { columnFiles, integrationCell, type Cell } from "./integration.ts";
import { COLUMNS, type Column, type PatternMatter } from "./page-schema.ts";
import { type FenceResult, readReport } from "./report.ts";
import { byRoadmap } from "./roadmap.ts";
import { patternStatus, type Status } from "./status.ts";

export interface Pattern extends PatternMatter {
  readonly slug: string;
  readonly title: string;
  readonly purpose: string;
  readonly href: string;
  readonly status: Status;
  readonly cells: Readonly<Record<Column, Cell>>;
}

/**
 * Every pattern, as its page, its code and the last spec run show it; the order is the roadmap's. In a locale a pattern
 * has that locale's words, where they are written, and an address there in any case: Starlight fills what is missing.
 */
export async function readPatterns(locale?: string): Promise<Pattern[]> {
  const entries = await getCollection("docs", ({ id }) => /^patterns\/[^/]+$/.test(id));
  const written = await getCollection("docs", ({ id }) => id.startsWith(`${locale}/patterns/`));
  return entries
    .map((entry) => {
      const pattern = readPattern(entry);
      if (locale === undefined) return pattern;
      const own = written.find(({ id }) => id === `${locale}/${entry.id}`)?.data;
      const { title, description: purpose } = own ?? entry.data;
      return { ...pattern, title, purpose, href: inLocale(locale, pattern.href) };
    })
    .toSorted(byRoadmap);
}

function readPattern(entry: CollectionEntry<"docs">): Pattern {
  const { pattern, title, description } = entry.data;
  if (!pattern)
    throw new Error(`Cannot list the patterns: ${entry.filePath} has no \`pattern\` in its front matter`);
  const slug = entry.id.slice("patterns/".length);
  const hasImplementation = existsSync(join(process.cwd(), "src/implementations", slug));
  return {
    ...pattern,
    slug,
    title,
    purpose: description,
    href: `/patterns/${slug}/`,
    status: patternStatus({
      hasImplementation,
      toDo: entry.data.toDo,
      headings: readHeadings(entry.body ?? ""),
      results: resultsOf(entry),
    }),
    cells: cellsOf(pattern, hasImplementation),
  };
}

/** What the last run of these sources said of the page's fences; undefined if it has no specs, or no such run. */
function resultsOf({ filePath }: CollectionEntry<"docs">): readonly FenceResult[] | undefined {
  const { report, fresh } = readReport();
  const page = fresh && filePath !== undefined ? report?.pages[filePath] : undefined;
  return page && page.specs.length > 0 ? [...page.specs, ...page.compileFails] : undefined;
}

function cellsOf(pattern: PatternMatter, hasImplementation: boolean): Record<Column, Cell> {
  const cell = (column: Column): Cell =>
    integrationCell(pattern.integration[column], {
      pattern: hasImplementation,
      column: columnFiles(column, process.cwd()).length > 0,
    });
  return Object.fromEntries(COLUMNS.map((column) => [column, cell(column)])) as Record<Column, Cell>;
}
