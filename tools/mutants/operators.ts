import type { SyntaxNode } from "../../specs/harness/syntax.ts";
import { isNode } from "../../specs/harness/syntax.ts";

/** A change of one place in a file: what stands from `start` to `end`, and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly instead: string;
}

/** What each operator becomes: the neighbour that a slip of the hand would write. */
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  "<": ["<="],
  "<=": ["<"],
  ">": [">="],
  ">=": [">"],
  "===": ["!=="],
  "!==": ["==="],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "**": ["*"],
  "&": ["|"],
  "|": ["&"],
  "^": ["&"],
  "<<": [">>"],
  ">>": ["<<"],
  ">>>": ["<<"],
  "&&": ["||"],
  "||": ["&&"],
  "??": ["&&"],
  "+=": ["-="],
  "-=": ["+="],
  "*=": ["/="],
  "/=": ["*="],
  "??=": ["&&="],
  "||=": ["&&="],
  "&&=": ["||="],
  "++": ["--"],
  "--": ["++"],
};

const METHODS: Readonly<Record<string, string>> = {
  max: "min",
  min: "max",
  ceil: "floor",
  floor: "ceil",
  round: "floor",
  trunc: "ceil",
  some: "every",
  every: "some",
};

const DROPPED: ReadonlySet<string> = new Set([
  "ExpressionStatement",
  "ReturnStatement",
  "ThrowStatement",
  "BreakStatement",
  "ContinueStatement",
  "ForStatement",
  "ForOfStatement",
  "ForInStatement",
  "WhileStatement",
  "DoWhileStatement",
]);

/** Whether a mutant of the node is that it is left out. */
export function isDropped({ type }: SyntaxNode): boolean {
  return DROPPED.has(type);
}

type Rule = (node: SyntaxNode, code: string) => readonly Edit[];

/** Every way to change this one node, its children apart. */
export const editsOf: Rule = (node, code) => {
  if (isDropped(node)) return [{ start: node.start, end: node.end, instead: ";" }];
  return RULES[node.type]?.(node, code) ?? [];
};

const between: Rule = (node, code) => {
  const [left, right] = [node["left"], node["right"]];
  return isNode(left) && isNode(right) ? operatorEdits(node, code.indexOf(operatorOf(node), left.end)) : [];
};

const condition: Rule = (node) => {
  const { test } = node;
  if (!isNode(test)) return [];
  return ["true", "false"].map((instead) => ({ start: test.start, end: test.end, instead }));
};

const RULES: Readonly<Record<string, Rule>> = {
  BinaryExpression: between,
  LogicalExpression: between,
  AssignmentExpression: between,
  IfStatement: condition,
  ConditionalExpression: condition,
  UpdateExpression(node, code) {
    const operator = operatorOf(node);
    return operatorEdits(node, node["prefix"] ? node.start : code.lastIndexOf(operator, node.end));
  },
  UnaryExpression(node) {
    const { argument } = node;
    const isMutable = (operatorOf(node) === "!" || operatorOf(node) === "-") && isNode(argument);
    return isMutable ? [{ start: node.start, end: argument.start, instead: "" }] : [];
  },
  NumericLiteral({ start, end, value }) {
    return [{ start, end, instead: String(Number(value) + 1) }];
  },
  BooleanLiteral({ start, end, value }) {
    return [{ start, end, instead: String(value !== true) }];
  },
  CallExpression({ callee }) {
    if (!isNode(callee) || !callee.type.endsWith("MemberExpression")) return [];
    const { property } = callee;
    const instead = isNode(property) ? METHODS[String(property["name"])] : undefined;
    return isNode(property) && instead ? [{ start: property.start, end: property.end, instead }] : [];
  },
};

function operatorOf(node: SyntaxNode): string {
  return String(node["operator"]);
}

function operatorEdits(node: SyntaxNode, start: number): Edit[] {
  const operator = operatorOf(node);
  return (OPERATORS[operator] ?? []).map((instead) => ({ start, end: start + operator.length, instead }));
}
