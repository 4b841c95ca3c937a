import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { markdownAddress } from "./address.ts";
import { toFullText, toIndex } from "./llms.ts";
import { asFile, type MarkdownPage, readPage } from "./page.ts";

interface Options {
  readonly title: string;
  readonly description: string;
}

/**
 * Writes beside each built page its Markdown, read off the page itself: whatever a component shows is in it, and code
 * is as it is shown. `llms.txt` lists them, and `llms-full.txt` holds those that repeat no others.
 */
export function markdownPages(about: Options): AstroIntegration {
  let site = "";
  return {
    name: "markdown-pages",
    hooks: {
      "astro:config:done": ({ config }) => {
        site = config.site ?? "";
      },
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const pages = await readPages(root, site);
        for (const page of pages) {
          const file = join(root, markdownAddress(new URL(page.address).pathname));
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, asFile(page));
        }
        await writeFile(join(root, "llms.txt"), toIndex(about, pages));
        await writeFile(join(root, "llms-full.txt"), toFullText(about, pages));
        logger.info(`${pages.length} pages`);
      },
    },
  };
}

/** Every page of the documentation that was built into `root`, in the order of addresses. */
async function readPages(root: string, site: string): Promise<MarkdownPage[]> {
  const names = await readdir(root, { recursive: true });
  const paths = names
    .map((name) => `/${name.split(sep).join("/")}`)
    .filter((name) => name.endsWith("/index.html"))
    .map((name) => name.slice(0, -"index.html".length))
    .toSorted();
  const pages: MarkdownPage[] = [];
  for (const path of paths) {
    const html = await readFile(join(root, path, "index.html"), "utf8");
    const page = readPage(html, new URL(path, site).href);
    if (page) pages.push(page);
  }
  return pages;
}
