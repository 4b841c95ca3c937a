import { readFileSync } from "node:fs";

interface FrontMatter {
  readonly fields: Readonly<Partial<Record<string, string>>>;
  readonly body: string;
}

/** Reads a file of `key: value` lines between two lines of three hyphens, then text. Throws a TypeError for any other. */
export function readFrontMatter(path: string): FrontMatter {
  const [, head = "", body = ""] = /^---\n(.*?)\n---\n+(.*)$/s.exec(readFileSync(path, "utf8")) ?? [];
  const lines = head.split("\n").map((line) => /^(\w+): +(.+)$/.exec(line));
  const fields = lines.map((found) => {
    if (!found) throw new TypeError(`Cannot read ${path}: front matter is not lines of "key: value"`);
    return [String(found[1]), String(found[2])] as const;
  });
  return { fields: Object.fromEntries(fields), body };
}
