import { type AstNode, traverse } from "sqlite3-parser";
import { FUNCTIONS } from "../sql/functions.ts";
import { folded } from "../sql/names.ts";

/** The functions in a definition that no statement of a tenant may call, as they were written. */
export function unknownFunctions(node: AstNode): string[] {
  const unknown: string[] = [];
  const look = ({ name: { name } }: { readonly name: { readonly name: string } }): void => {
    if (!FUNCTIONS.has(folded(name))) unknown.push(name);
  };
  traverse(node, { nodes: { FunctionCallExpr: look, FunctionCallStarExpr: look } });
  return unknown;
}
