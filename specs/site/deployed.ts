import type { BundledFile } from "../../tools/bundle.ts";
import { readBuiltPage } from "./built.ts";
import { codeIn } from "./shown.ts";

/** A piece of a file as a built page shows it. */
export interface ShownPiece {
  readonly page: string;
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly code: string;
}

const HEADING = /^title="(?<file>[^"]+), lines (?<from>\d+)–(?<to>\d+)"$/;

/** Every piece of a file that a built page shows, as its Markdown has it. */
export function listShownPieces(page: string): ShownPiece[] {
  return codeIn(readBuiltPage(page)).flatMap(({ meta, value }) => {
    const found = HEADING.exec(meta)?.groups;
    if (!found) return [];
    const { file = "", from, to } = found;
    return [{ page, file, from: Number(from), to: Number(to), code: value }];
  });
}

/**
 * What keeps a shown piece from being code of the deployed Worker: nothing if its lines are, but for their indentation
 * and the names of regions, those of a file in the bundle, and left code there.
 */
export function judgePiece(piece: ShownPiece, bundle: ReadonlyMap<string, BundledFile>): string | undefined {
  const bundled = bundle.get(piece.file);
  if (!bundled) return "its file is not in the bundle";
  const lines = bundled.text
    .trimEnd()
    .split("\n")
    .slice(piece.from - 1, piece.to);
  const kept = lines.filter((line) => !/^\s*\/\/ #(?:end)?region\b/.test(line));
  const indents = kept.filter((line) => line !== "").map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  if (kept.map((line) => line.slice(indent)).join("\n") !== piece.code)
    return "it differs from the bundled file";
  const isRun = lines.some((_, at) => bundled.lines.has(piece.from + at));
  return isRun ? undefined : "its file is in the bundle, none of its code is";
}
