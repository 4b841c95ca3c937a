import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { splitFrontMatter } from "../front-matter.ts";
import { pageSchema } from "../page-schema.ts";
import { byTitle, type Entry, entryOf } from "./entry.ts";

const PAGES = "src/content/docs";

/**
 * Every entry as its file has it, for tests and tools that run without Astro; by title. Throws an Error that names the
 * file and what is wrong in it.
 */
export function readEntryFiles(root = process.cwd()): Entry[] {
  return ["catalogue", "patterns"]
    .filter((folder) => existsSync(join(root, PAGES, folder)))
    .flatMap((folder) => readdirSync(join(root, PAGES, folder)).map((name) => `${folder}/${name}`))
    .flatMap((path) => readEntryFile(join(root, PAGES, path), path.replace(/\.mdx?$/, "")) ?? [])
    .toSorted(byTitle);
}

function readEntryFile(file: string, id: string): Entry | undefined {
  const { matter, body } = splitFrontMatter(readFileSync(file, "utf8"));
  const { data, error } = pageSchema.safeParse(matter);
  if (error) {
    const told = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new Error(`Cannot read the entry ${file}: ${told.join("; ")}`);
  }
  return entryOf(id, { ...data, title: String(matter["title"]) }, body);
}
