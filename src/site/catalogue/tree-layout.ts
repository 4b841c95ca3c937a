import { type Place, placesOf, type Tree } from "./trees.ts";

const COLUMN = 190;
const BOX = 166;
const LINE = 16;
const PADDING = 10;
const GAP = 14;
const LETTERS = 25;

export interface TreeBox {
  readonly path: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The answer that led here, above the rest; none for the first question. */
  readonly answer: readonly string[];
  readonly lines: readonly string[];
  readonly isQuestion: boolean;
}

export interface TreeLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly TreeBox[];
  /** From the right edge of one box to the left edge of another. */
  readonly edges: readonly { readonly from: TreeBox; readonly to: TreeBox }[];
  readonly lineHeight: number;
  readonly padding: number;
}

/** Where a tree's questions and ends stand in its diagram, from left to right, as SVG units. */
export function layOutTree(tree: Tree, titleOf: (slug: string) => string): TreeLayout {
  const places = placesOf(tree);
  const boxes = new Map<string, TreeBox>();
  const edges: { from: TreeBox; to: TreeBox }[] = [];
  let bottom = 0;

  const place = (at: Place): TreeBox => {
    const { answer, lines } = textOf(at, titleOf);
    const height = (answer.length + lines.length) * LINE + 2 * PADDING;
    const below = places
      .filter(({ path, taken }) => path.startsWith(`${at.path}/`) && taken.length === at.taken.length + 1)
      .map(place);
    const first = below[0];
    const last = below.at(-1);
    const middle = first && last ? (first.y + last.y + last.height) / 2 : bottom + height / 2;
    const y = Math.max(middle - height / 2, 0);
    bottom = Math.max(bottom, y + height + GAP);
    const box: TreeBox = {
      path: at.path,
      x: at.taken.length * COLUMN,
      y,
      width: BOX,
      height,
      answer,
      lines,
      isQuestion: "answers" in at.node,
    };
    boxes.set(at.path, box);
    edges.push(...below.map((to) => ({ from: box, to })));
    return box;
  };

  const [root] = places;
  if (root) place(root);
  const all = [...boxes.values()];
  return {
    width: Math.max(...all.map(({ x }) => x)) + BOX + 2,
    height: bottom - GAP + 2,
    boxes: all,
    edges,
    lineHeight: LINE,
    padding: PADDING,
  };
}

function textOf({ node, taken }: Place, titleOf: (slug: string) => string) {
  const answer = taken.at(-1);
  return {
    answer: answer ? wrap(answer.text) : [],
    lines: "answers" in node ? wrap(node.question) : node.entries.map(titleOf),
  };
}

/** Breaks a text into lines that fit a box. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < LETTERS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
