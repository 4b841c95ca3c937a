import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { type Plugin, transformWithOxc } from "vite";
import { readPage } from "./page.ts";
import { toTestModule } from "./test-module.ts";

const PAGE = /\.mdx?$/;

/** Lets vitest run the pages below a folder as they are: each spec is a test, each broken rule a failing one. */
export function pagesAsTests(options: { readonly pages: string }): Plugin {
  const folder = resolve(options.pages) + sep;
  return {
    name: "pages-as-tests",
    enforce: "pre",
    async transform(text, id) {
      const [path = ""] = id.split("?");
      if (!path.startsWith(folder) || !PAGE.test(path)) return null;
      const { code, map } = toTestModule(text, readPage(text));
      const stripped = await transformWithOxc(
        code,
        path,
        { lang: "ts", sourcemap: true, target: "esnext" },
        map,
      );
      return { code: stripped.code, map: stripped.map ?? null };
    },
  };
}

/**
 * Every page below a folder, as paths from the working directory with forward slashes, sorted. Throws an Error for a page
 * that the site would render and the harness would not read.
 */
export function listPages(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => relative(".", join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
  const stray = paths.find((path) => !PAGE.test(path));
  if (stray) throw new Error(`Cannot test the pages: ${stray} is not an .md or .mdx file`);
  return paths.toSorted();
}

/** The pages that hold script, or show it in a way that is refused: what vitest includes. */
export function listPagesWithScript(folder: string): string[] {
  return listPages(folder).filter((path) => {
    const page = readPage(readFileSync(path, "utf8"));
    return page.specs.length + page.compileFails.length + page.problems.length > 0;
  });
}
