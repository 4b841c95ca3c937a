/** A way to break the scoper, chosen by somebody: what replaces what, where it is there once. */
export interface Breach extends Readonly<Record<"file" | "find" | "replace", string>> {
  /** What is true of the scoper then. */
  readonly says: string;
}

/** Breaches of one file of the scoper. */
export const breach =
  (file: string) =>
  (says: string, find: string, replace: string): Breach => ({
    says,
    file: `src/implementations/prism/sql/${file}.ts`,
    find,
    replace,
  });
