import { parse } from "yaml";

/** The front matter of Markdown or MDX as data; nothing if it has none. Throws an Error for what is no YAML. */
export function readFrontMatter(text: string): Readonly<Record<string, unknown>> {
  const [, yaml = ""] = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text) ?? [];
  const matter: unknown = parse(yaml);
  return typeof matter === "object" && matter !== null ? (matter as Record<string, unknown>) : {};
}
