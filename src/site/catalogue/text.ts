import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Entry } from "./entry.ts";

const WORDS = { least: 150, most: 500 } as const;

/** The words of an entry's text, without its code and the addresses of its links. */
export function countWords({ body }: Pick<Entry, "body">): number {
  const prose = body.replaceAll(/^```[\s\S]*?^```/gm, " ").replaceAll(/\]\([^)]*\)/g, "]");
  return prose.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Texts that are too short to say it or too long to be read. Grove's own patterns have pages of another kind. */
export function wrongLengths(entries: readonly Entry[]): string[] {
  return entries
    .filter(({ isGrove }) => !isGrove)
    .map((entry) => ({ slug: entry.slug, words: countWords(entry) }))
    .filter(({ words }) => words < WORDS.least || words > WORDS.most)
    .map(({ slug, words }) => `${slug} has ${words} words: an entry has ${WORDS.least} to ${WORDS.most}`);
}

/** A file of Grove that uses an entry, and the line to look at. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

type Told = Entry["inGrove"][number];

/**
 * Where Grove uses an entry. Throws an Error when the file is gone, or when the text that marks the line is not in one
 * line exactly, so that a page never points beside the code.
 */
export function findPlace({ file, at, why }: Told, root = process.cwd()): Place {
  const path = join(root, file);
  if (!existsSync(path)) throw new Error(`Cannot show ${file}: there is no such file`);
  if (at === undefined) return { file, line: 1, why };
  const lines = readFileSync(path, "utf8").split("\n");
  const found = lines.flatMap((text, index) => (text.includes(at) ? [index + 1] : []));
  const [line] = found;
  if (line === undefined || found.length > 1)
    throw new Error(`Cannot show ${file}: "${at}" is in ${found.length} of its lines, and must be in one`);
  return { file, line, why };
}

/** Places that entries name and the repository does not hold. */
export function lostPlaces(entries: readonly Entry[], root = process.cwd()): string[] {
  return entries.flatMap(({ slug, inGrove }) =>
    inGrove.flatMap((told) => {
      try {
        findPlace(told, root);
        return [];
      } catch (error) {
        return [`${slug}: ${error instanceof Error ? error.message : String(error)}`];
      }
    }),
  );
}
