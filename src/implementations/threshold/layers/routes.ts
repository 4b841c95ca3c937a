import { plainPath } from "./path.ts";

/** Something that holds for a route: `POST /api/posts/:id`, where `:id` is one segment and a last `*` is any more. */
export interface Routed {
  readonly route: string;
}

/**
 * Makes a lookup of the first entry whose route fits a method and a path. Patterns, and not paths as they come, name
 * what is counted, or else every post would have a count of its own. A last slash means nothing; a method of `*` fits
 * any. Throws a TypeError for a route that is not a method and a path.
 */
export function createRouteTable<Entry extends Routed>(
  entries: readonly Entry[],
): (method: string, path: string) => Entry | undefined {
  const readied = entries.map((entry) => ({ entry, ...readRoute(entry.route) }));
  return (method, path) => {
    const segments = segmentsOf(plainPath(path));
    const fitting = readied.find(
      (each) => (each.method === "*" || each.method === method) && fits(each.segments, segments),
    );
    return fitting?.entry;
  };
}

function readRoute(route: string): { method: string; segments: readonly string[] } {
  const [, method, path] = /^(\*|[A-Z]+) (\/\S*)$/.exec(route) ?? [];
  if (method === undefined || path === undefined) {
    throw new TypeError(`Cannot read a route: found "${route}", must be like "POST /api/posts/:id"`);
  }
  return { method, segments: segmentsOf(path) };
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  const isOpen = pattern.at(-1) === "*";
  const fixed = isOpen ? pattern.slice(0, -1) : pattern;
  if (isOpen ? segments.length < fixed.length : segments.length !== fixed.length) return false;
  return fixed.every((part, i) => part.startsWith(":") || part === segments[i]);
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}
