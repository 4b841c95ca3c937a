import { listBuiltPages } from "./built.ts";
import { type Look, LOOKS } from "./visit.ts";

interface Kind {
  readonly name: string;
  readonly pattern: RegExp;
  /** Those that stand for the kind, the first in every look; undefined for all of them. */
  readonly like?: readonly string[];
  readonly first: string;
}

/** Pages that share a template: what is true of one's form is true of all. */
const KINDS: readonly Kind[] = [
  {
    name: "entry",
    pattern: /^\/catalogue\/(?!about\/)[^/]+\/$/,
    // One with all that an entry may have, and a long one.
    like: ["/catalogue/saga/", "/catalogue/retry-backoff/"],
    first: "/catalogue/saga/",
  },
  {
    name: "question",
    pattern: /^\/find\/decide\/.+\/$/,
    like: ["/find/decide/new/many/", "/find/decide/new/many/scale/data/"],
    first: "/find/decide/new/many/",
  },
  {
    name: "pair",
    pattern: /^\/find\/compare\/.+\/$/,
    like: ["/find/compare/two-phase-commit-or-saga/"],
    first: "/find/compare/two-phase-commit-or-saga/",
  },
  {
    name: "source",
    pattern: /^\/source\/.+\/$/,
    like: ["/source/src/implementations/loom/saga/sagas.ts/"],
    first: "/source/src/implementations/loom/saga/sagas.ts/",
  },
  {
    name: "list",
    pattern:
      /^\/(?:catalogue|catalogue\/about|find\/(?:domain|layer|level|status|complexity|cards|mistakes))\/$/,
    first: "/find/domain/",
  },
];

const isEveryPageAsked = (): boolean => Boolean(process.env["EVERY_PAGE"]);
const kindOf = (path: string): Kind | undefined => KINDS.find(({ pattern }) => pattern.test(path));

/** Every built page of a kind, by the kind's name. */
export function pagesOfKind(name: string): string[] {
  return listBuiltPages().filter((path) => kindOf(path)?.name === name);
}

/**
 * The pages to open in a browser: every page that is written by itself, and of each kind those that stand for it.
 * With `EVERY_PAGE` set, all.
 */
export function samplePages(): string[] {
  if (isEveryPageAsked()) return listBuiltPages();
  return listBuiltPages().filter((path) => kindOf(path)?.like?.includes(path) ?? true);
}

/** Of the pages that are written by themselves, those that are opened in all looks: one of each template. */
const WRITTEN_FIRST = ["/", "/patterns/threshold/"];

/** Both widths and both schemes, once each. */
const CROSSES = [
  [0, 3],
  [1, 2],
];

/**
 * The looks to open a page in: all for the first of each template, for other written pages two that have both widths and
 * both schemes between them, and one for what is like another page. With `EVERY_PAGE` set, all.
 */
export function looksOf(path: string): readonly Look[] {
  const kind = kindOf(path);
  if (isEveryPageAsked() || kind?.first === path || WRITTEN_FIRST.includes(path)) return LOOKS;
  if (kind) return LOOKS.filter((_, index) => index === path.length % LOOKS.length);
  return LOOKS.filter((_, index) => CROSSES[path.length % CROSSES.length]?.includes(index));
}
