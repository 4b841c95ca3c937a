import type { Files } from "./page-rules.ts";

/** One thing that is taken from a page, and what the gate says then. */
export interface Removal {
  readonly what: string;
  readonly from: string;
  /** What of the file is taken; all of it, where nothing is said. */
  readonly text?: RegExp;
  /** What the gate says, the page's path apart. */
  readonly says: string;
}

/** Makes removals from one page. */
export const removalsFrom = (page: string) => ({
  /** A field that stands in lines of its own, with what is indented below it. */
  field: (
    name: string,
    says: string,
    text = new RegExp(`^( *)${name}:.*\\n(?:\\1 +.*\\n)*`, "m"),
  ): Removal => ({
    what: `the field ${name}`,
    from: page,
    text,
    says,
  }),
  section: (name: string): Removal => ({
    what: `the section ${name}`,
    from: page,
    text: new RegExp(`^## ${name}\\n`, "m"),
    says: `the section "${name}" is missing`,
  }),
  part: (tag: string): Removal => ({
    what: tag,
    from: page,
    text: new RegExp(`^${tag}.*\\n`, "m"),
    says: `${tag} is missing`,
  }),
});

/** The files without it. Throws an Error where there was nothing to take. */
export function without({ what, from, text }: Removal, files: Files): Files {
  const before = files.get(from);
  if (before === undefined) throw new Error(`Cannot take ${what}: there is no ${from}`);
  const left = new Map(files);
  if (text === undefined) left.delete(from);
  else left.set(from, before.replace(text, ""));
  if (left.get(from) === before) throw new Error(`Cannot take ${what}: ${from} does not have it`);
  return left;
}
