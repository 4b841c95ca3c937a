import { readdirSync, readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { type Plugin, transformWithOxc } from "vite";
import { isScript } from "./classes.ts";
import { readFences } from "./fences.ts";
import { readPage } from "./page.ts";
import { toTestModule } from "./test-module.ts";

/** Lets vitest run the pages below a folder as they are: each spec is a test, each broken rule a failing one. */
export function pagesAsTests(options: { readonly pages: string }): Plugin {
  const folder = resolve(options.pages) + sep;
  return {
    name: "pages-as-tests",
    enforce: "pre",
    async transform(text, id) {
      const [path = ""] = id.split("?");
      if (!path.startsWith(folder) || !path.endsWith(".mdx")) return null;
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

/** Every page below a folder, as paths from the working directory with forward slashes, sorted. */
export function listPages(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".mdx"))
    .map((path) => join(folder, path).replaceAll(sep, "/"))
    .toSorted();
}

/** The pages that hold script: what vitest includes. */
export function listPagesWithScript(folder: string): string[] {
  return listPages(folder).filter((path) => readFences(readFileSync(path, "utf8")).some(isScript));
}
