import { MagicString, type SourceMap } from "magic-string";
import type { Classified, Page } from "./page.ts";
import { isNode, parseModule, type Problem, type SyntaxNode } from "./syntax.ts";

/** A module of TypeScript with the map that leads every character back to the page. */
export interface TestModule {
  readonly code: string;
  readonly map: SourceMap;
}

/**
 * Turns a page into a module of tests, line for line: prose becomes empty lines, a spec's opening fence the head of
 * its test, the closing one its end. Code is not moved, so a failure names the page's own line and column.
 */
export function toTestModule(text: string, page: Page): TestModule {
  const source = new MagicString(text);
  const lines = lineOffsets(text);
  /** What a line of prose or a fence's own line becomes; nothing, mostly. */
  const written = new Map<number, string>();
  const write = (line: number, code: string): void =>
    void written.set(line, (written.get(line) ?? "") + code);
  const code = new Set<number>();

  write(1, 'import { test as spec } from "vitest";');
  for (const problem of page.problems) {
    const sentence = JSON.stringify(`${problem.line}:${problem.column} ${problem.message}`);
    const fence = page.specs.find((spec) => isWithin(spec, problem));
    write(fence?.line ?? problem.line, `spec(${sentence}, () => { throw new Error(${sentence}); });`);
  }
  for (const spec of page.specs) {
    // A spec with a problem would take the others of its page down with it; its problems fail in its place.
    if (page.problems.some((problem) => isWithin(spec, problem))) continue;
    write(spec.line, `spec(${JSON.stringify(spec.title)}, async ({ expect }) => { expect.hasAssertions();`);
    write(spec.line + spec.lines.length + 1, "});");
    spec.lines.forEach((_, i) => code.add(spec.line + 1 + i));
    const from = lines[spec.line]?.start ?? text.length;
    const to = lines[spec.line + spec.lines.length]?.start ?? text.length;
    importWhenRun(source, { text: text.slice(from, to), offset: from });
  }

  lines.forEach(({ start, end }, i) => {
    if (code.has(i + 1)) return;
    const instead = written.get(i + 1) ?? "";
    if (end > start) source.update(start, end, instead);
    else source.appendLeft(start, instead);
  });
  return { code: source.toString(), map: source.generateMap({ hires: true, includeContent: true }) };
}

function isWithin(spec: Classified<"spec">, { line }: Problem): boolean {
  return spec.line <= line && line <= spec.line + spec.lines.length;
}

/** A function cannot hold an import declaration, so each becomes the same import made when the spec runs. */
function importWhenRun(source: MagicString, code: { readonly text: string; readonly offset: number }): void {
  for (const statement of parseModule(code.text)) {
    if (statement.type !== "ImportDeclaration") continue;
    const lineBreaks = code.text.slice(statement.start, statement.end).replaceAll(/[^\n]/g, "");
    const [start, end] = [code.offset + statement.start, code.offset + statement.end];
    source.overwrite(start, end, dynamicImport(statement) + lineBreaks);
  }
}

function dynamicImport(declaration: SyntaxNode): string {
  const from = isNode(declaration["source"]) ? JSON.stringify(declaration["source"]["value"]) : '""';
  const specifiers = (declaration["specifiers"] as SyntaxNode[]).filter(
    (one) => one["importKind"] !== "type",
  );
  if (declaration["importKind"] === "type") return "";
  const whole = specifiers.find((one) => one.type === "ImportNamespaceSpecifier");
  const names = specifiers
    .filter((one) => one !== whole)
    .map((one) => {
      const imported = one.type === "ImportDefaultSpecifier" ? "default" : nameOf(one["imported"]);
      return `${imported}: ${nameOf(one["local"])}`;
    });
  const named = `const { ${names.join(", ")} } = await import(${from});`;
  if (!whole) return named;
  return `const ${nameOf(whole["local"])} = await import(${from});${names.length > 0 ? named : ""}`;
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return "";
  return typeof node["name"] === "string" ? node["name"] : JSON.stringify(node["value"]);
}

function lineOffsets(text: string): { start: number; end: number }[] {
  let next = 0;
  return text.split("\n").map((line) => {
    const start = next;
    next += line.length + 1;
    return { start, end: start + line.length };
  });
}
