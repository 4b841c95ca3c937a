import type { Fence } from "./fences.ts";
import { isNode, parseModule, type Problem, readAssertion, type SyntaxNode, walk } from "./syntax.ts";

/** More than this does not fit on a screen, and a reader stops reading. */
const MOST_LINES = 40;
const TEST_FUNCTIONS = new Set(["test", "it", "describe"]);

/** What is wrong with a spec, judged on its syntax tree; empty if nothing is. */
export function specProblems(fence: Fence): Problem[] {
  const code = fence.lines.join("\n");
  const at = placer(code, fence.line);
  const opening = { line: fence.line, column: fence.indent + 1 };
  if (fence.lines.length > MOST_LINES) {
    return [
      {
        ...opening,
        message: `A spec has ${fence.lines.length} lines: keep it to ${MOST_LINES}, or split it`,
      },
    ];
  }

  let statements: SyntaxNode[];
  try {
    statements = parseModule(code);
  } catch (error) {
    return [{ ...syntaxPlace(error, fence), message: `A spec cannot be parsed: ${message(error)}` }];
  }

  const last = statements.at(-1);
  const problems = statements.flatMap((statement) =>
    [...walk(statement)].flatMap((node) =>
      nodeProblems(node).map((text) => ({ ...at(node.start), message: text })),
    ),
  );
  if (!statements.some(hasAssertion)) {
    problems.push({ ...opening, message: "A spec asserts nothing: end it with expect(…)" });
  } else if (last && !hasAssertion(last)) {
    problems.push({
      ...at(last.start),
      message: "A spec ends in something else than an assertion: end it with expect(…)",
    });
  }
  return problems;
}

function hasAssertion(statement: SyntaxNode): boolean {
  return [...walk(statement)].some((node) => readAssertion(node) !== undefined);
}

function nodeProblems(node: SyntaxNode): string[] {
  if (node.type === "ImportDeclaration" && isNode(node["source"]) && node["source"]["value"] === "vitest") {
    return ["A spec imports vitest: expect is in scope, and the fence itself is the test"];
  }
  if (
    node.type === "CallExpression" &&
    isNode(node["callee"]) &&
    TEST_FUNCTIONS.has(String(node["callee"]["name"]))
  ) {
    return [`A spec calls ${String(node["callee"]["name"])}(): the fence itself is the test`];
  }
  if (node.type === "ExpressionStatement" && isNode(node["expression"]))
    return statementProblems(node["expression"]);
  return [];
}

/** What can be seen only where a statement stands: a promise dropped, a comparison with no second side. */
function statementProblems(expression: SyntaxNode): string[] {
  const awaited = expression.type === "AwaitExpression";
  const inner = awaited ? expression["argument"] : expression;
  const assertion = isNode(inner) ? readAssertion(inner) : undefined;
  if (!assertion) return [];
  if (!awaited && (assertion.names.includes("resolves") || assertion.names.includes("rejects"))) {
    return ["A spec does not wait for its assertion: put await before expect(…)"];
  }
  if (
    isNode(assertion.actual) &&
    assertion.actual.type.endsWith("Literal") &&
    assertion.actual.type !== "TemplateLiteral"
  ) {
    return ["A spec asserts a constant, which cannot fail: expect(…) what the code returned"];
  }
  return [];
}

function placer(code: string, fenceLine: number): (offset: number) => { line: number; column: number } {
  return (offset) => {
    const before = code.slice(0, offset).split("\n");
    return { line: fenceLine + before.length, column: (before.at(-1) ?? "").length + 1 };
  };
}

function syntaxPlace(error: unknown, fence: Fence): { line: number; column: number } {
  const loc = error instanceof SyntaxError && "loc" in error ? error.loc : undefined;
  if (typeof loc !== "object" || loc === null || !("line" in loc) || !("column" in loc)) {
    return { line: fence.line, column: fence.indent + 1 };
  }
  return { line: fence.line + Number(loc.line), column: Number(loc.column) + 1 };
}

function message(error: unknown): string {
  return error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, "") : String(error);
}
