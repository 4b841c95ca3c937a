import { parseExpression } from "@babel/parser";
import { mdxToMdast } from "satteri";
import type { DiagramText } from "../src/site/diagram-source.ts";

export interface DiagramUse extends DiagramText {
  readonly name: string;
  /** Path and line of the tag. */
  readonly at: string;
}

const PARTS = ["name", "title", "description", "source"] as const;

interface Node {
  readonly type: string;
  readonly name?: string | null;
  readonly children?: readonly Node[];
  readonly attributes?: readonly { readonly name?: string; readonly value?: unknown }[];
  readonly position?: { readonly start: { readonly line: number } };
}

/** Every `<Diagram …/>` of a page, in order. Throws for one whose parts are not plain strings. */
export function findDiagrams(path: string, mdx: string): DiagramUse[] {
  return tagsIn(mdxToMdast(mdx) as Node).map((tag) => {
    const at = `${path}:${tag.position?.start.line ?? 1}`;
    const parts = PARTS.map((part) => [part, readPart(tag, part, at)] as const);
    return { ...(Object.fromEntries(parts) as Record<(typeof PARTS)[number], string>), at };
  });
}

function tagsIn(node: Node): Node[] {
  const isDiagram = node.type.startsWith("mdxJsx") && node.name === "Diagram";
  return isDiagram ? [node] : (node.children ?? []).flatMap(tagsIn);
}

function readPart(tag: Node, part: string, at: string): string {
  const value = tag.attributes?.find(({ name }) => name === part)?.value;
  if (typeof value === "string") return value;
  const text =
    value && typeof value === "object" && "value" in value ? textOf(String(value.value)) : undefined;
  if (text === undefined) {
    throw new Error(
      `Cannot render the diagram at ${at}: ${part} must be a string or a template without \${}`,
    );
  }
  return text;
}

function textOf(expression: string): string | undefined {
  const node = parseExpression(expression);
  if (node.type === "StringLiteral") return node.value;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}
