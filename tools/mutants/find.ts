import { isNode, parseModule, type SyntaxNode } from "../../specs/harness/syntax.ts";
import { type Edit, editsOf } from "./operators.ts";

/** One change to one file of the code under test. */
export interface Mutant extends Edit {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** What the edit takes away. */
  readonly original: string;
}

/** Every mutant of a file, in the order of its text. What cannot be parsed afterwards is left out. */
export function findMutants(file: string, code: string): Mutant[] {
  const nodes = parseModule(code).flatMap((statement) => [...walkValues(statement)]);
  const edits = new Map<string, Edit>();
  for (const edit of nodes.flatMap((node) => editsOf(node, code))) {
    edits.set(`${edit.start}-${edit.end} ${edit.instead}`, edit);
  }
  return [...edits.values()]
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .filter((edit) => code.slice(edit.start, edit.end) !== edit.instead && canParse(applyEdit(code, edit)))
    .map((edit) => ({
      ...edit,
      file,
      ...placeOf(code, edit.start),
      original: code.slice(edit.start, edit.end),
    }));
}

export function applyEdit(code: string, { start, end, instead }: Edit): string {
  return code.slice(0, start) + instead + code.slice(end);
}

/** `file:line:column original -> mutated`, on one line, with the whole line for context where the edit is short. */
export function describeMutant({ file, line, column, original, instead }: Mutant): string {
  const shown = original.replaceAll(/\s+/g, " ");
  const taken = shown.length > 70 ? `${shown.slice(0, 69)}…` : shown;
  return `${file}:${line}:${column} ${taken} -> ${instead === ";" || instead === "" ? "(nothing)" : instead}`;
}

/** The nodes that have a value when the code runs: types are none, and wear `TS` before their names. */
function* walkValues(node: SyntaxNode): Generator<SyntaxNode> {
  if (node.type.startsWith("TS")) {
    // `x as T`, `x satisfies T` and `x!` are a type around a value.
    if (isNode(node["expression"])) yield* walkValues(node["expression"]);
    return;
  }
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child) && !isLastWord(node, child)) yield* walkValues(child);
    }
  }
}

/** `return undefined;` where a block ends: a function that ends there returns the same without it. */
function isLastWord(parent: SyntaxNode, { type, argument, start }: SyntaxNode): boolean {
  if (type !== "ReturnStatement" || parent.type !== "BlockStatement") return false;
  const last = (parent["body"] as SyntaxNode[]).at(-1);
  return last?.start === start && (!isNode(argument) || argument["name"] === "undefined");
}

function canParse(code: string): boolean {
  try {
    return parseModule(code).length > 0;
  } catch {
    return false;
  }
}

function placeOf(code: string, offset: number): { line: number; column: number } {
  const before = code.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
