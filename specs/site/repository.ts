import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../tools/sources.ts";

/** The files that are, or would be, committed, with forward slashes from the repository's root. */
export function listRepositoryFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const deleted = execFileSync("git", ["ls-files", "--deleted"], { cwd: ROOT, encoding: "utf8" });
  const gone = new Set(deleted.split("\n"));
  return listed.split("\n").filter((file) => file !== "" && !gone.has(file));
}

export function readRepositoryFile(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** The patterns that have code, by the name of their folder. */
export function listImplementations(): string[] {
  return readdirSync(join(ROOT, "src/implementations"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
