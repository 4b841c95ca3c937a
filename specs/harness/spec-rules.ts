import { assertionProblems, isAssertion } from "./assertion-rules.ts";
import type { Fence } from "./fences.ts";
import { isNode, parseModule, type Problem, type SyntaxNode, walk } from "./syntax.ts";

/** More than this does not fit on a screen, and a reader stops reading. */
const MOST_LINES = 40;
const TEST_FUNCTIONS = new Set(["test", "it", "describe"]);

/** What is wrong with a spec, judged on its syntax tree; empty if nothing is. */
export function specProblems(fence: Fence): Problem[] {
  const code = fence.lines.join("\n");
  const at = placer(code, fence.line);
  const opening = { line: fence.line, column: fence.indent + 1 };
  if (fence.lines.length > MOST_LINES) {
    const message = `A spec has ${fence.lines.length} lines: keep it to ${MOST_LINES}, or split it`;
    return [{ ...opening, message }];
  }

  let statements: SyntaxNode[];
  try {
    statements = parseModule(code);
  } catch (error) {
    return [{ ...syntaxPlace(error, fence), message: `A spec cannot be parsed: ${messageOf(error)}` }];
  }

  const problems = statements.flatMap((statement) => [
    ...moduleProblems(statement).map((message) => ({ ...at(statement.start), message })),
    ...assertionProblems(statement, code).map(([start, message]) => ({ ...at(start), message })),
    ...[...walk(statement)].flatMap((node) =>
      callProblems(node).map((message) => ({ ...at(node.start), message })),
    ),
  ]);
  const last = statements.at(-1);
  if (isAssertion(last)) return problems;
  if (problems.length > 0) return problems;
  if (!last || !statements.some(isAssertion)) {
    return [{ ...opening, message: "A spec asserts nothing: end it with expect(…)" }];
  }
  const message = "A spec ends in something else than an assertion: end it with expect(…)";
  return [{ ...at(last.start), message }];
}

/** What a spec cannot hold, because it becomes the body of a function. */
function moduleProblems(statement: SyntaxNode): string[] {
  const { type } = statement;
  if (
    type === "ImportDeclaration" &&
    isNode(statement["source"]) &&
    statement["source"]["value"] === "vitest"
  ) {
    return ["A spec imports vitest: expect is in scope, and the fence itself is the test"];
  }
  if (type.startsWith("Export")) return ["A spec exports something: nothing can import it"];
  if (
    type === "TSImportEqualsDeclaration" ||
    type === "TSModuleDeclaration" ||
    type === "TSEnumDeclaration"
  ) {
    return [
      "A spec uses syntax that is more than types to erase: write it as plain modules, consts and unions",
    ];
  }
  const names = type === "VariableDeclaration" ? (statement["declarations"] as SyntaxNode[]) : [statement];
  const declaresExpect = names.some(({ id }) => isNode(id) && id["name"] === "expect");
  return declaresExpect ? ["A spec declares its own expect: use the one in scope"] : [];
}

function callProblems(node: SyntaxNode): string[] {
  if (node.type !== "CallExpression") return [];
  const callee = node["callee"];
  if (!isNode(callee)) return [];
  const root = callee.type === "MemberExpression" ? callee["object"] : callee;
  const name = isNode(root) ? String(root["name"]) : "";
  if (TEST_FUNCTIONS.has(name)) return [`A spec calls ${name}(): the fence itself is the test`];
  const property = name === "expect" && callee.type === "MemberExpression" ? callee["property"] : undefined;
  const method = isNode(property) ? String(property["name"]) : "";
  return OWN_FLOW.has(method)
    ? [`A spec calls expect.${method}(): use expect(…), which fails where it stands`]
    : [];
}

/** Ways to assert later, more than once, or in number; a spec makes one claim at a time. */
const OWN_FLOW = new Set(["soft", "poll", "assertions", "hasAssertions", "unreachable", "extend"]);

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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, "") : String(error);
}
