import { ANTI_PATTERN_KINDS } from "./anti-patterns.ts";
import { CARDS } from "./cards.ts";
import { DOMAINS } from "./domains.ts";
import type { Entry } from "./entry.ts";
import { BUILD_TERMS } from "./facets.ts";
import { PATHS } from "./paths.ts";
import { MATRICES } from "./problems.ts";
import { TREES } from "./trees.ts";
import { LAYERS, LEVELS, type Term } from "./vocabulary.ts";

interface Heading {
  readonly id: string;
  readonly title: string;
}

export interface Contents {
  readonly before: readonly Heading[];
  readonly after: readonly Heading[];
}

const of = (terms: Readonly<Record<string, Term>>): Heading[] =>
  Object.entries(terms).map(([id, { title }]) => ({ id, title }));

const WAYS: Readonly<Record<string, readonly Heading[]>> = {
  "find/domain": of(DOMAINS),
  "find/layer": of(LAYERS),
  "find/level": of(LEVELS),
  "find/complexity": of(BUILD_TERMS),
  "find/problem": of(MATRICES),
  "find/paths": PATHS.map(({ level, title }) => ({ id: level, title })),
  "find/decide": TREES.map(({ id, title }) => ({ id, title })),
  "find/cards": CARDS.map(({ matrix }) => ({ id: matrix, title: MATRICES[matrix].title })),
  "find/mistakes": of(ANTI_PATTERN_KINDS),
};

/** The headings that components write on the page of an entry: before those of its text, and after. */
export function entryContents({ isGrove }: Pick<Entry, "isGrove">, t: App.Locals["t"]): Contents {
  const relations = [
    { id: "related", title: t("entry.related") },
    { id: "in-grove", title: t("entry.inGrove") },
  ];
  if (isGrove) return { before: [], after: relations };
  return {
    before: [
      { id: "when-to-use-it", title: t("entry.when") },
      { id: "when-not", title: t("entry.whenNot") },
    ],
    after: [
      ...relations,
      { id: "a-real-system", title: t("entry.system") },
      { id: "references", title: t("entry.references") },
    ],
  };
}

/** Those on a page that is a way in, by its id in English. Undefined if components write none. */
export function contentsOf(id: string): Contents | undefined {
  const before = WAYS[id];
  return before && { before, after: [] };
}
