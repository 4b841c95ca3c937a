import { parse, type ParserOptions } from "@babel/parser";

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A place in a page and what is wrong there. Lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const OPTIONS: ParserOptions = { sourceType: "module", plugins: ["typescript"], errorRecovery: false };

/** The statements of a module; throws the parser's SyntaxError, whose `loc` is the place. */
export function parseModule(code: string): SyntaxNode[] {
  return parse(code, OPTIONS).program.body as unknown as SyntaxNode[];
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The node and everything below it, parents first. */
export function* walk(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* walk(child);
    }
  }
}

/** `expect(actual).….matcher(expected)`: its two sides and the names between; undefined for anything else. */
export function readAssertion(
  node: unknown,
): { actual: unknown; names: string[]; expected: unknown } | undefined {
  if (!isNode(node) || node.type !== "CallExpression") return undefined;
  const names: string[] = [];
  let callee: unknown = node["callee"];
  while (isNode(callee) && callee.type === "MemberExpression") {
    const property = callee["property"];
    if (isNode(property)) names.unshift(String(property["name"]));
    callee = callee["object"];
  }
  if (names.length === 0 || !isNode(callee) || callee.type !== "CallExpression") return undefined;
  const expectation = callee["callee"];
  if (!isNode(expectation) || expectation["name"] !== "expect") return undefined;
  return { actual: argument(callee), names, expected: argument(node) };
}

function argument(call: SyntaxNode): unknown {
  return (call["arguments"] as unknown[])[0];
}
