import type { Template } from "./expression.ts";

/** Lines of Terraform without their indentation in the file. */
export type Lines = readonly string[];

/** A quoted string. What is not an insert holds no line end, and no mark that opens an expression: see `json`. */
export function text(template: Template): string {
  return `"${template.map((part) => (typeof part === "string" ? escape(part) : `\${${part.insert}}`)).join("")}"`;
}

/** `name = value` for each, their signs aligned as `terraform fmt` aligns them: a value of several lines stands apart. */
export function assignments(values: Readonly<Record<string, string | Lines>>): Lines {
  const lines: string[] = [];
  let together: (readonly [string, string])[] = [];
  const align = () => {
    const width = Math.max(...together.map(([name]) => name.length));
    lines.push(...together.map(([name, value]) => `${name.padEnd(width)} = ${value}`));
    together = [];
  };
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "string") {
      together.push([name, value]);
      continue;
    }
    align();
    lines.push(`${name} = ${value[0]}`, ...value.slice(1));
  }
  align();
  return lines;
}

/** `lines` between a line that opens and one that closes. */
export function enclosed(open: string, lines: Lines, close = "}"): Lines {
  return [open, ...lines.map((line) => (line === "" ? "" : `  ${line}`)), close];
}

/**
 * `value` as JSON that means nothing more to Terraform than its backslashes and quotes: what would open an expression is
 * written by number, and so is all that is not ASCII, because Terraform normalizes it.
 */
export function json(value: unknown): string {
  return JSON.stringify(value).replace(
    /[$%](?=\{)|[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function escape(part: string): string {
  return part.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}
