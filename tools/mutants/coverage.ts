import { MagicString } from "magic-string";
import { isNode, parseModule, type SyntaxNode, walk } from "../../specs/harness/syntax.ts";

/** A block of code that a run may reach or not. What stands in none runs when its module loads. */
interface Block {
  readonly start: number;
  readonly end: number;
}

/** A name that no code has. */
const TELL = "reachedBlock$";

/** A module that tells which of its blocks were reached: each by its name, once, to a function on `globalThis`. */
export function instrument(file: string, code: string, tellTo: string): string {
  const source = new MagicString(code);
  for (const { node, block } of findBlocks(code)) {
    const call = `${TELL}(${block.start})`;
    if (node.type === "BlockStatement") source.appendRight(node.start + 1, `${call};`);
    else source.appendRight(node.start, `(${call},`).appendLeft(node.end, ")");
  }
  // Hoisted, so that it is there for whatever runs while the module loads.
  return `${source.toString()}\nfunction ${TELL}(at) { ${tellTo}(${JSON.stringify(`${file}:`)} + at); }\n`;
}

/** Names the innermost block around a place of a file; undefined for what runs when the module loads. */
export function blockFinder(file: string, code: string): (place: Block) => string | undefined {
  const inwards = findBlocks(code).toSorted((a, b) => b.block.start - a.block.start);
  return ({ start, end }) => {
    const innermost = inwards.find(({ block }) => block.start < start && end <= block.end);
    return innermost && `${file}:${innermost.block.start}`;
  };
}

/** Every block in braces, and the bodies of arrow functions that have none. */
function findBlocks(code: string): { node: SyntaxNode; block: Block }[] {
  const found = parseModule(code)
    .flatMap((statement) => [...walk(statement)])
    .flatMap((node) => {
      if (node.type === "BlockStatement") return [node];
      const { body } = node;
      const isShort =
        node.type === "ArrowFunctionExpression" && isNode(body) && body.type !== "BlockStatement";
      return isShort ? [body] : [];
    });
  // A mutant of the whole of a short body is in it, so the block begins before it.
  return found.map((node) => {
    const start = node.type === "BlockStatement" ? node.start : node.start - 1;
    return { node, block: { start, end: node.end } };
  });
}
