import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readFrontMatter } from "./front-matter.ts";
import { listPatternSlugs } from "./roadmap.ts";

/** What the pages of patterns name as still to do, each behind its page's file. */
export function listUnfinished(root = process.cwd()): string[] {
  return listPatternSlugs(root).flatMap((slug) => {
    const file = `src/content/docs/patterns/${slug}.mdx`;
    const { pattern } = readFrontMatter(readFileSync(join(root, file), "utf8"));
    const { toDo = [] } = (pattern ?? {}) as { readonly toDo?: readonly string[] };
    return toDo.map((one) => `${file}: ${one}`);
  });
}
