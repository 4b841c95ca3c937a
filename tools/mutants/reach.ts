import { readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { isNode, parseModule } from "../../specs/harness/syntax.ts";

/** The files that a module stands on, itself among them, by their relative imports; types count for nothing. */
export function reachableFiles(entry: string, read = (file: string) => readFileSync(file, "utf8")): string[] {
  const found = new Set<string>();
  const left = [entry];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    left.push(...importsOf(read(file)).map((specifier) => join(dirname(file ?? ""), specifier)));
  }
  return [...found].toSorted();
}

function importsOf(code: string): string[] {
  return parseModule(code).flatMap((statement) => {
    const isType = statement["importKind"] === "type" || statement["exportKind"] === "type";
    const { source } = statement;
    const specifier = isNode(source) && !isType ? String(source["value"]) : "";
    return specifier.startsWith(".") ? [specifier] : [];
  });
}
