import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { AstroIntegration } from "astro";
import { type Plugin, rolldown } from "rolldown";
import { afterBuild, readHtml, rewriteHtml } from "./built-html.ts";

/** Puts the scripts of each built page into one: a phone waits for each file, and once more for what a file shares. */
export function oneScript(): AstroIntegration {
  return afterBuild("one-script", async (root) => {
    const pages = await readHtml(root);
    const bundles = await bundleScripts(join(root, "_astro"), pages);
    await rewriteHtml(root, (html) => withOneScript(html, bundles));
    return `${bundles.size} scripts for ${pages.length} pages`;
  });
}

const SCRIPT = /<script type="module" src="\/_astro\/([^"]+)"><\/script>/g;

/** The files of a page's scripts in their order, each followed by a blank. */
function scriptsOf(html: string): string {
  return [...html.matchAll(SCRIPT)].map(([, file]) => `${file} `).join("");
}

/** The page with the script that holds all of its scripts in the place of the first. `bundles` has it by their list. */
export function withOneScript(html: string, bundles: ReadonlyMap<string, string>): string {
  const file = bundles.get(scriptsOf(html));
  if (file === undefined) return html;
  const first = html.search(SCRIPT);
  const script = `<script type="module" src="/_astro/${file}"></script>`;
  return html.slice(0, first) + script + html.slice(first).replace(SCRIPT, "");
}

/**
 * Makes one script of each list that one of the pages loads, and deletes those that went into them. Throws, and deletes
 * none, if one of these is also loaded later, by what a demo or a page fetches: it would run twice.
 */
export async function bundleScripts(folder: string, pages: readonly string[]): Promise<Map<string, string>> {
  const before = (await readdir(folder)).filter((file) => file.endsWith(".js"));
  const bundles = new Map<string, string>();
  const parts = new Set<string>();
  for (const list of new Set(pages.map(scriptsOf))) {
    if (list === "") continue;
    const { fileName, moduleIds } = await bundle(folder, list.trim().split(" "));
    bundles.set(list, fileName);
    for (const id of moduleIds) parts.add(basename(id));
  }
  const gone = before.filter((file) => parts.has(file));
  const stay = before.filter((file) => !parts.has(file));
  for (const file of [...stay, ...bundles.values()]) {
    const code = await readFile(join(folder, file), "utf8");
    const again = gone.find((part) => code.includes(part));
    if (again) throw new Error(`Cannot make one script of a page: ${file} loads ${again} again`);
  }
  await Promise.all(gone.map((file) => rm(join(folder, file))));
  return bundles;
}

const PAGE = "\0page";

/** One file of all these and of what they import. What they import later stays a file of its own. */
async function bundle(folder: string, files: readonly string[]) {
  const page: Plugin = {
    name: "page",
    resolveId: (id) => (id === PAGE ? id : undefined),
    load: (id) =>
      id === PAGE ? files.map((file) => `import ${JSON.stringify(join(folder, file))};`).join("") : undefined,
    resolveDynamicImport: (id) => ({ id, external: true }),
  };
  const build = await rolldown({ input: PAGE, plugins: [page] });
  try {
    const { output } = await build.write({ dir: folder, entryFileNames: "page.[hash].js", minify: true });
    return output[0];
  } finally {
    await build.close();
  }
}
