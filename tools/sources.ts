import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** The repository. npm runs every script there; the file's own place is lost when the site's build bundles it. */
export const ROOT = process.cwd();

/** Everything that can change the result of a spec: a change to any of it makes the last report stale. */
const SPEC_SOURCES = [
  "migrations",
  "package-lock.json",
  "package.json",
  "playground",
  "seed",
  "specs",
  "src",
  "tools",
  "tsconfig.json",
  "tsconfig.worker.json",
  "vitest.config.ts",
  "wrangler.toml",
] as const;

/** Everything that can change the built site: the sources, how it is built, and the evidence it shows. */
export const SITE_SOURCES = [
  ...SPEC_SOURCES,
  ".specs/report.json",
  "astro.config.mjs",
  "docs",
  "ec.config.mjs",
  "public",
] as const;

/**
 * The SHA-256, in hex, over path and content of every file under `paths` (folders or files, relative to the
 * repository). The order of the file system does not matter, and what does not exist is left out.
 */
export function hashSources(paths: readonly string[] = SPEC_SOURCES): string {
  const hash = createHash("sha256");
  for (const file of listFiles(paths)) {
    const content = readFileSync(join(ROOT, file));
    // The length keeps one file's end and the next one's name apart.
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** What tools leave in a folder of sources, such as a cache. */
const LEFT_BEHIND = /(?:^|\/)(?:node_modules|\.[^/]+)(?:\/|$)/;

/** The files under `paths`, relative to the repository, with forward slashes, sorted. */
export function listFiles(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) => {
    const full = join(ROOT, path);
    if (!existsSync(full)) return [];
    if (!statSync(full).isDirectory()) return [path];
    return readdirSync(full, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .filter((file) => !LEFT_BEHIND.test(file));
  });
  return [...new Set(found)].toSorted();
}
