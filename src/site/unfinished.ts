import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFrontMatter } from "./front-matter.ts";

/** What pages name as still to do, each behind its page's file. */
export function listUnfinished(root = process.cwd()): string[] {
  const folder = "src/content/docs";
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.mdx?$/.test(file))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .toSorted()
    .flatMap((file) => {
      const { toDo = [] } = readFrontMatter(readFileSync(join(root, file), "utf8")) as {
        readonly toDo?: readonly string[];
      };
      return toDo.map((one) => `${file}: ${one}`);
    });
}
