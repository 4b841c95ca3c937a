import { MagicString } from "magic-string";
import { isNode, parseModule, type SyntaxNode } from "../../specs/harness/syntax.ts";
import { applyEdit, type Mutant } from "./find.ts";
import { type Edit, editsOf, isDropped } from "./operators.ts";

/** A function that every module has of its own: whether the mutant of this number is the one to be run. */
const ASK = "isMutant$";

/** One file of the code, and the number of each of its mutants. */
export interface Switchable {
  readonly code: string;
  readonly numbers: ReadonlyMap<Mutant, number>;
}

/**
 * A module with all of its mutants in it, each beside what it is a mutant of, so that one load serves for all. `asks` is what a
 * mutant's number is given to. A mutant outside of every function has no switch, for it is past when one could be set.
 */
export function withSwitches(
  { code, numbers }: Switchable,
  asks: string,
): { readonly code: string; readonly switched: ReadonlySet<number> } {
  const byEdit = new Map([...numbers].map(([mutant, number]) => [keyOf(mutant), number]));
  const source = new MagicString(code);
  const switched = new Set<number>();

  function visit(node: SyntaxNode, parent: SyntaxNode | undefined, isInFunction: boolean): void {
    const edits = editsOf(node, code).filter((edit) => byEdit.has(keyOf(edit)));
    const place = isNode(node["test"]) && !isDropped(node) ? node["test"] : node;
    if (edits.length > 0 && isInFunction && maySwitch(place, parent)) {
      for (const edit of edits) switched.add(byEdit.get(keyOf(edit)) ?? 0);
      surround(place, edits);
    }
    const isWithin = isInFunction || FUNCTIONS.test(node.type);
    for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, node, isWithin);
  }

  /** The parents come first, so that what is around is also written around. */
  function surround(place: SyntaxNode, edits: readonly Edit[]): void {
    const asked = (edit: Edit): string => `${ASK}(${byEdit.get(keyOf(edit))})`;
    if (isDropped(place)) {
      source.appendRight(place.start, `{ if (!${edits.map(asked).join("")}) `).appendLeft(place.end, "}");
      return;
    }
    const instead = edits.map((edit) => `${asked(edit)} ? (${mutated(place, edit)}) : `);
    source.appendRight(place.start, `(${instead.join("")}`).appendLeft(place.end, ")");
  }

  function mutated({ start, end }: SyntaxNode, edit: Edit): string {
    return applyEdit(code.slice(start, end), {
      ...edit,
      start: edit.start - start,
      end: edit.end - start,
    });
  }

  for (const statement of parseModule(code)) visit(statement, undefined, false);
  // Hoisted, so that it is there for whatever runs while the module loads.
  const ask = `function ${ASK}(number) { return ${asks}(number); }`;
  return { code: `${source.toString()}\n${ask}\n`, switched };
}

const FUNCTIONS = /Function(?:Declaration|Expression)$|Method$/;

/** Whether a question may stand in a node's place: a member's name is no value, and parentheses would end a chain of `?.`. */
function maySwitch(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (!parent) return true;
  const isKey = parent["key"] === node && parent["computed"] !== true;
  const isChained = parent.type.startsWith("Optional") && [parent["callee"], parent["object"]].includes(node);
  return !isKey && !isChained;
}

function keyOf({ start, end, instead }: Edit): string {
  return `${start}-${end} ${instead}`;
}
