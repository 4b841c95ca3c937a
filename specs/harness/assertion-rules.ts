import { isNode, readAssertion, type SyntaxNode } from "./syntax.ts";

/** `expect(…).matcher(…)` or `await expect(…).matcher(…)` as a statement of its own, or a loop that ends in one. */
export function isAssertion(statement: unknown): boolean {
  if (!isNode(statement)) return false;
  if (statement.type === "BlockStatement") return isAssertion((statement["body"] as SyntaxNode[]).at(-1));
  if (LOOPS.has(statement.type)) return isAssertion(statement["body"]);
  if (statement.type !== "ExpressionStatement") return false;
  return readAssertion(withoutAwait(statement["expression"])) !== undefined;
}

const LOOPS = new Set(["ForStatement", "ForOfStatement"]);

/**
 * What is wrong with the assertions of a statement: one that may not run, that nobody waits for, or that cannot fail.
 * `code` is the text that the tree was made of.
 */
export function assertionProblems(statement: SyntaxNode, code: string): [at: number, message: string][] {
  return [...findAssertions(statement, true)].flatMap(({ node, isPlain, isAwaited }) => {
    const message = assertionProblem(node, code, { isPlain, isAwaited });
    return message === undefined ? [] : [[node.start, message] satisfies [number, string]];
  });
}

interface Found {
  readonly node: SyntaxNode;
  /** Whether it is a statement that runs whenever the spec does, or once for each turn of a loop. */
  readonly isPlain: boolean;
  readonly isAwaited: boolean;
}

function* findAssertions(node: SyntaxNode, isPlain: boolean): Generator<Found> {
  if (node.type === "ExpressionStatement") {
    const inner = withoutAwait(node["expression"]);
    if (isNode(inner) && readAssertion(inner)) {
      yield { node: inner, isPlain, isAwaited: inner !== node["expression"] };
      for (const child of childrenOf(inner)) yield* findAssertions(child, false);
      return;
    }
  } else if (readAssertion(node)) {
    yield { node, isPlain: false, isAwaited: false };
  }
  const staysPlain = isPlain && (node.type === "BlockStatement" || LOOPS.has(node.type));
  for (const child of childrenOf(node)) yield* findAssertions(child, staysPlain);
}

function assertionProblem(node: SyntaxNode, code: string, found: Omit<Found, "node">): string | undefined {
  const { actual, names, expected } = readAssertion(node) ?? {
    actual: undefined,
    names: [],
    expected: undefined,
  };
  if (!found.isPlain) {
    return "An assertion may not run, or fail unseen: make it a statement of its own, outside try, if and functions";
  }
  if (!found.isAwaited && (names.includes("resolves") || names.includes("rejects"))) {
    return "A spec does not wait for its assertion: put await before expect(…)";
  }
  if (names.some((name) => name.endsWith("Snapshot"))) {
    return "A spec compares with a snapshot, which it would write itself: say what is expected";
  }
  if (isConstant(actual))
    return "A spec asserts a constant, which cannot fail: expect(…) what the code returned";
  if (isNode(actual) && isNode(expected) && textOf(actual, code) === textOf(expected, code)) {
    return "A spec compares a value with itself, which cannot fail";
  }
  return undefined;
}

function isConstant(node: unknown): boolean {
  if (!isNode(node)) return true;
  if (node.type === "TemplateLiteral") return (node["expressions"] as unknown[]).length === 0;
  if (node.type.endsWith("Literal")) return true;
  if (node.type === "Identifier") return node["name"] === "undefined";
  if (node.type === "UnaryExpression") return isConstant(node["argument"]);
  if (node.type === "ArrayExpression") return (node["elements"] as unknown[]).every(isConstant);
  return false;
}

function textOf(node: SyntaxNode, code: string): string {
  return code.slice(node.start, node.end);
}

function withoutAwait(expression: unknown): unknown {
  return isNode(expression) && expression.type === "AwaitExpression" ? expression["argument"] : expression;
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return Object.values(node).flat().filter(isNode);
}
