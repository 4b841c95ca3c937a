import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFrontMatter } from "./front-matter.ts";
import { PRIORITIES, type PatternMatter } from "./page-schema.ts";

/** What decides a pattern's place among the others. */
export type Place = Pick<PatternMatter, "phase" | "priority"> & { readonly title: string };

/** Compares two patterns by phase, then priority, then title. */
export function byRoadmap(a: Place, b: Place): number {
  return (
    a.phase - b.phase ||
    PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) ||
    a.title.localeCompare(b.title)
  );
}

/** The slugs of all patterns in the roadmap's order, from their pages: what the sidebar lists. */
export function listPatternSlugs(root = process.cwd()): string[] {
  const folder = join(root, "src/content/docs/patterns");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".mdx") && file !== "index.mdx")
    .map((file) => {
      const { title, pattern } = readFrontMatter(readFileSync(join(folder, file), "utf8"));
      // What is missing here is the schema's to tell, in better words.
      const place = { phase: 3, priority: "low", ...(pattern as object), title: String(title) } as Place;
      return { slug: file.slice(0, -".mdx".length), place };
    })
    .toSorted((a, b) => byRoadmap(a.place, b.place))
    .map(({ slug }) => slug);
}
