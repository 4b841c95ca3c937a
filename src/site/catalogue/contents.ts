import { ANTI_PATTERN_KINDS } from "./anti-patterns.ts";
import { CARDS } from "./cards.ts";
import { DOMAINS } from "./domains.ts";
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

const RELATIONS = [
  { id: "related", title: "Related" },
  { id: "in-grove", title: "In Grove" },
];

const ENTRY: Contents = {
  before: [
    { id: "when-to-use-it", title: "When to use it" },
    { id: "when-not", title: "When not" },
  ],
  after: [
    ...RELATIONS,
    { id: "a-real-system", title: "A real system" },
    { id: "references", title: "References" },
  ],
};

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

/** The headings that components write on a page: before those of its text, and after. Undefined if they write none. */
export function contentsOf(id: string, isEntry: boolean): Contents | undefined {
  if (isEntry) return id.startsWith("catalogue/") ? ENTRY : { before: [], after: RELATIONS };
  const before = WAYS[id];
  return before && { before, after: [] };
}
