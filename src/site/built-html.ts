import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

/** An integration that works on the folder of the built site, and logs what it tells of that. */
export function afterBuild(name: string, work: (root: string) => Promise<string>): AstroIntegration {
  return {
    name,
    hooks: {
      "astro:build:done": async ({ dir, logger }) => logger.info(await work(fileURLToPath(dir))),
    },
  };
}

/** Every page that was built into a folder, as text. */
export async function readHtml(root: string): Promise<string[]> {
  return Promise.all((await listHtml(root)).map((file) => readFile(file, "utf8")));
}

/** Puts in the place of every page that was built into a folder what is made of it; resolves to how many there are. */
export async function rewriteHtml(root: string, rewrite: (html: string) => string): Promise<number> {
  const files = await listHtml(root);
  await Promise.all(
    files.map(async (file) => {
      await writeFile(file, rewrite(await readFile(file, "utf8")));
    }),
  );
  return files.length;
}

async function listHtml(root: string): Promise<string[]> {
  const names = await readdir(root, { recursive: true });
  return names.filter((name) => name.endsWith(".html")).map((name) => join(root, name));
}
