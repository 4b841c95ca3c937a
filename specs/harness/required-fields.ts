import { parseDocument } from "yaml";
import { z } from "astro/zod";
import type { JsonSchema } from "../../src/site/json-schema.ts";
import { pageSchema } from "../../src/site/page-schema.ts";

/**
 * Where every page's schema requires something below `part`, at any depth: `entry.system.url`, `entry.relations.0.why`.
 * A list that must have so many items is named by its first, `entry.sources.0`.
 */
export function requiredBelow(part: "entry" | "pattern"): string[] {
  const { properties = {} } = z.toJSONSchema(pageSchema, { io: "input" }) as JsonSchema;
  return requiredIn(properties[part] ?? {}, part);
}

function requiredIn(
  { properties = {}, required = [], items, minItems = 0 }: JsonSchema,
  path: string,
): string[] {
  const fields = Object.entries(properties).flatMap(([name, field]) => [
    ...(required.includes(name) ? [`${path}.${name}`] : []),
    ...requiredIn(field, `${path}.${name}`),
  ]);
  if (items === undefined) return fields;
  return [...(minItems > 0 ? [`${path}.0`] : []), ...requiredIn(items, `${path}.0`)];
}

/** A page without the field at a path. Throws an Error where the page does not have it. */
export function withoutField(page: string, path: string): string {
  const [whole = "", matter = ""] = /^---\n([\s\S]*?)\n---\n/.exec(page) ?? [];
  const document = parseDocument(matter);
  if (!document.deleteIn(path.split("."))) throw new Error(`Cannot take ${path}: the page does not have it`);
  return `---\n${document.toString()}---\n${page.slice(whole.length)}`;
}
