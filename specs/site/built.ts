import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../tools/sources.ts";

const DIST = join(ROOT, "dist");

/** The addresses of the built pages as a reader types them, the page for a wrong address apart. */
export function listBuiltPages(): string[] {
  return readdirSync(DIST, { recursive: true, encoding: "utf8" })
    .map((file) => `/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith("/index.html"))
    .map((file) => file.slice(0, -"index.html".length))
    .toSorted();
}

/** The HTML that is served for a page's address, or for the page of a wrong address. */
export function readBuiltPage(path: string): string {
  const file = path.endsWith("/") ? `${path}index.html` : path;
  return readFileSync(join(DIST, file), "utf8");
}

/** Whether the site holds a file or a page at a path such as "/favicon.svg" or "/start/tour/". */
export function isBuilt(path: string): boolean {
  return existsSync(join(DIST, path.endsWith("/") ? `${path}index.html` : path));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** The text of a built page's main part, without markup, each run of white space one space. */
export function readBuiltText(path: string): string {
  const main = /<main[\s\S]*<\/main>/.exec(readBuiltPage(path))?.[0] ?? "";
  return main
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replaceAll(/\s+/g, " ");
}
