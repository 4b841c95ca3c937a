import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { bundleScripts, withOneScript } from "./one-script.ts";

const load = (file: string): string => `<script type="module" src="/_astro/${file}"></script>`;
const PAGE = `<head>${load("a.js")}</head><p>${load("b.js")}</p><script type="module">inline()</script>`;

/** What a.js and b.js share, and what b.js loads later. */
const SCRIPTS = {
  "shared.js": "export const ran = (globalThis.ran ??= []); ran.push('shared');",
  "a.js": "import { ran } from './shared.js'; ran.push('a');",
  "b.js": "import { ran } from './shared.js'; ran.push('b'); globalThis.later = () => import('./later.js');",
  "later.js": "globalThis.ran.push('later');",
};

async function folderOf(scripts: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "one-script-"));
  onTestFinished(async () => await rm(folder, { recursive: true }));
  for (const [file, code] of Object.entries(scripts)) await writeFile(join(folder, file), code);
  return folder;
}

test("a page's scripts run from one file, each once and in their order, and what is loaded later still is", async () => {
  const folder = await folderOf({ "package.json": '{ "type": "module" }', ...SCRIPTS });
  const bundles = await bundleScripts(folder, [PAGE]);
  const [file = ""] = bundles.values();
  const seen = globalThis as { ran?: string[]; later?: () => Promise<unknown> };
  await import(pathToFileURL(join(folder, file)).href);
  const atOnce = [...(seen.ran ?? [])];
  await seen.later?.();

  expect(atOnce).toEqual(["shared", "a", "b"]);
  expect(seen.ran).toEqual(["shared", "a", "b", "later"]);
  expect((await readdir(folder)).toSorted()).toEqual(["later.js", "package.json", file].toSorted());
  expect(withOneScript(PAGE, bundles)).toBe(
    `<head>${load(file)}</head><p></p><script type="module">inline()</script>`,
  );
});

test("pages with the same scripts share a file, and a page without any stays as it is", async () => {
  const folder = await folderOf(SCRIPTS);
  const alone = load("a.js");
  const bundles = await bundleScripts(folder, [PAGE, alone, "<p></p>", PAGE]);

  expect(new Set(bundles.values()).size).toBe(2);
  expect(withOneScript("<p></p>", bundles)).toBe("<p></p>");
  expect(withOneScript(alone, bundles)).not.toBe(withOneScript(PAGE, bundles));
});

test.for([
  { by: "later.js", again: "shared.js", scripts: { "later.js": "import './shared.js';" } },
  {
    by: String.raw`page\.\w+\.js`,
    again: "a.js",
    scripts: { "b.js": "globalThis.later = () => import('./a.js');" },
  },
])("what would run twice is refused, and nothing is deleted: $again", async ({ by, again, scripts }) => {
  const folder = await folderOf({ ...SCRIPTS, ...scripts });

  await expect(bundleScripts(folder, [PAGE])).rejects.toThrow(
    new RegExp(`^Cannot make one script of a page: ${by} loads ${again} again$`),
  );
  expect(await readdir(folder)).toEqual(expect.arrayContaining(Object.keys(SCRIPTS)));
});
