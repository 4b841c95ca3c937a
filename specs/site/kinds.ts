import { listBuiltPages } from "./built.ts";

/** Pages that one template makes in numbers: what is true of one's form is true of all. The first names the kind. */
const KINDS: readonly {
  readonly name: string;
  readonly pattern: RegExp;
  readonly like: readonly string[];
}[] = [
  {
    name: "entry",
    pattern: /^\/catalogue\/(?!about\/)[^/]+\/$/,
    // One with all that an entry may have, and the longest.
    like: ["/catalogue/saga/", "/catalogue/retry-backoff/"],
  },
  {
    name: "question",
    pattern: /^\/find\/decide\/.+\/$/,
    like: ["/find/decide/new/many/", "/find/decide/new/many/scale/data/"],
  },
  { name: "source", pattern: /^\/source\/.+\/$/, like: ["/source/src/implementations/loom/saga/sagas.ts/"] },
];

/** Every built page of a kind, by the kind's name. */
export function pagesOfKind(name: string): string[] {
  const kind = KINDS.find((one) => one.name === name);
  return listBuiltPages().filter((path) => kind?.pattern.test(path));
}

/**
 * The pages to open in a browser: every page that is written by itself, and of each kind those that stand for it.
 * With `EVERY_PAGE` set, all.
 */
export function samplePages(): string[] {
  if (process.env["EVERY_PAGE"]) return listBuiltPages();
  return listBuiltPages().filter((path) => {
    const kind = KINDS.find(({ pattern }) => pattern.test(path));
    return kind === undefined || kind.like.includes(path);
  });
}
