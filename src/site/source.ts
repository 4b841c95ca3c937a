import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A piece of a real file; lines count from 1. */
export interface Excerpt {
  readonly code: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Reads `file`, or one region of it, from the repository. A region lies between `// #region name` and
 * `// #endregion name`. Throws an Error when the file or the region is gone, so that a moved piece fails the build.
 */
export function readSource(file: string, region?: string, root = process.cwd()): Excerpt {
  const lines = readFileSync(join(root, file), "utf8").trimEnd().split("\n");
  const mark = (line: string): boolean => /^\s*\/\/ #(end)?region\b/.test(line);
  if (region === undefined) {
    return { code: lines.filter((line) => !mark(line)).join("\n"), from: 1, to: lines.length };
  }
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const end = lines.findIndex((line) => line.trim() === `// #endregion ${region}`);
  if (start === -1 || end <= start) {
    throw new Error(`Cannot show a source: no region "${region}" in ${file}`);
  }
  const inside = lines.slice(start + 1, end);
  const indent = Math.min(...inside.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  const code = inside.map((line) => line.slice(indent)).join("\n");
  return { code, from: start + 2, to: end };
}
