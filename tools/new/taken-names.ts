import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFrontMatter } from "../../src/site/front-matter.ts";
import { Refusal } from "./refusal.ts";

interface Named {
  readonly slug: string;
  /** Its title and its other names. */
  readonly names: readonly string[];
}

/** Every entry with its names. A page that is broken elsewhere is no reason to begin no other. */
export function readNames(root: string): Named[] {
  return ["catalogue", "patterns"]
    .map((folder) => join(root, "src/content/docs", folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => ({ file, path: join(folder, file) })))
    .flatMap(({ file, path }) => {
      const { title, entry } = readFrontMatter(readFileSync(path, "utf8"));
      if (typeof entry !== "object" || entry === null) return [];
      const { aliases = [] } = entry as { readonly aliases?: readonly string[] };
      return [{ slug: file.replace(/\.mdx?$/, ""), names: [String(title), ...aliases] }];
    });
}

/** Throws a Refusal where readers who look for a name would find another entry. */
export function refuseTakenNames(root: string, names: readonly string[]): void {
  const wanted = names.map((name) => name.toLowerCase());
  const taken = readNames(root).flatMap((entry) =>
    [entry.slug.replaceAll("-", " "), ...entry.names]
      .filter((name) => wanted.includes(name.toLowerCase()))
      .map((name) => `"${name}" leads to the entry ${entry.slug}`),
  );
  if (taken.length > 0) throw new Refusal(`Taken already: ${[...new Set(taken)].join(", ")}`);
}
