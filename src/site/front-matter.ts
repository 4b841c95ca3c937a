import { parse } from "yaml";

/** A page's front matter as data, and what comes after it. */
export interface Matter {
  readonly matter: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Divides Markdown or MDX; nothing is its front matter if it has none. Throws an Error for what is no YAML. */
export function splitFrontMatter(text: string): Matter {
  const [whole = "", yaml = ""] = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text) ?? [];
  const matter: unknown = parse(yaml);
  const isData = typeof matter === "object" && matter !== null;
  return { matter: isData ? (matter as Record<string, unknown>) : {}, body: text.slice(whole.length) };
}

/** The front matter alone. Throws an Error for what is no YAML. */
export function readFrontMatter(text: string): Matter["matter"] {
  return splitFrontMatter(text).matter;
}
