import type { AntiPattern } from "./anti-patterns.ts";
import { CARD_PARTS, type Card } from "./cards.ts";
import { DOMAINS, subDomainsOf } from "./domains.ts";
import type { Entry } from "./entry.ts";
import { type LearningPath, stepsOf } from "./paths.ts";
import { placesOf, type Tree } from "./trees.ts";
import { idsOf, KINDS, LAYERS, LEVELS, RELATIONS, SCALES } from "./vocabulary.ts";
import { MATRICES, rowsOf } from "./problems.ts";

// Each function says what is wrong with the catalogue, a sentence for each fault, and nothing when all is well.

/** Circles of `requires`, each told once: nobody could build any of its entries first. */
export function requiresCircles(entries: readonly Entry[]): string[] {
  const needs = new Map(entries.map((entry) => [entry.slug, requiredBy(entry)]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (slug: string, trail: readonly string[]): void => {
    if (trail.includes(slug)) {
      found.push(`A circle of requires: ${[...trail.slice(trail.indexOf(slug)), slug].join(" → ")}`);
      return;
    }
    if (done.has(slug)) return;
    for (const next of needs.get(slug) ?? []) walk(next, [...trail, slug]);
    done.add(slug);
  };
  for (const { slug } of entries) walk(slug, []);
  return found;
}

/** Steps of the paths, read in order, that come before something they require, or twice. */
export function stepsTooEarly(entries: readonly Entry[], paths: readonly LearningPath[]): string[] {
  const steps = stepsOf(paths);
  const bySlug = new Map(entries.map((entry) => [entry.slug, entry]));
  const twice = steps.filter((slug, index) => steps.indexOf(slug) !== index);
  const early = steps.flatMap((slug, index) =>
    [...allRequired(slug, bySlug)]
      .filter((needed) => steps.indexOf(needed) > index)
      .map((needed) => `The paths show ${slug} before ${needed}, which it requires`),
  );
  return [...twice.map((slug) => `The paths show ${slug} twice`), ...early];
}

/** Names and aliases that would lead to two entries. */
export function sharedNames(entries: readonly Entry[]): string[] {
  const owners = new Map<string, Set<string>>();
  for (const { slug, title, aliases } of entries) {
    const names = new Set([slug.replaceAll("-", " "), title, ...aliases].map((name) => name.toLowerCase()));
    for (const name of names) owners.set(name, (owners.get(name) ?? new Set()).add(slug));
  }
  const shared = [...owners]
    .filter(([, slugs]) => slugs.size > 1)
    .map(([name, slugs]) => `The name "${name}" belongs to ${[...slugs].join(" and ")}`);
  const twice = entries.flatMap(({ slug, aliases }) => {
    const names = aliases.map((name) => name.toLowerCase());
    return names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `The entry ${slug} lists the alias "${name}" twice`);
  });
  return [...shared, ...twice];
}

/** Relations to nothing or to oneself, stated twice, or that contradict each other within a pair. */
export function brokenRelations(entries: readonly Entry[]): string[] {
  const slugs = new Set(entries.map(({ slug }) => slug));
  const said = new Map<string, string>();
  return entries.flatMap(({ slug, relations }) =>
    relations.flatMap(({ to, kind }) => {
      if (to === slug) return [`${slug} is related to itself`];
      if (!slugs.has(to)) return [`${slug} ${kind} ${to}, which is no entry`];
      // A symmetric relation is stated on one of the two pages and shown on both: stated twice it could say two things.
      const pair = RELATIONS[kind].symmetric ? [slug, to].toSorted().join(" and ") : `${slug} to ${to}`;
      const before = said.get(pair);
      said.set(pair, kind);
      if (before === undefined) return [];
      return [`${slug} is related to ${to} twice: as ${before} and as ${kind}`];
    }),
  );
}

/** Values of a facet that hold no entry: a choice that leads to nothing. */
export function emptyFacets(entries: readonly Entry[]): string[] {
  const missing = (terms: Readonly<Record<string, unknown>>, hold: (entry: Entry, id: string) => boolean) =>
    Object.keys(terms).filter((id) => !entries.some((entry) => hold(entry, id)));
  const domains = idsOf(DOMAINS).flatMap((domain) =>
    missing(subDomainsOf(domain), (entry, id) => entry.domain === domain && entry.subDomain === id).map(
      (id) => `in ${domain}/${id}`,
    ),
  );
  const problems = idsOf(MATRICES).flatMap((matrix) =>
    missing(rowsOf(matrix), (entry, id) =>
      entry.problems.some((one) => one.matrix === matrix && one.row === id && one.role === "primary"),
    ).map((id) => `in ${matrix}/${id}, as a primary answer`),
  );
  const scales = idsOf(SCALES).flatMap((scale) =>
    missing(SCALES[scale].steps, (entry, id) => entry.complexity[scale] === id).map(
      (id) => `at ${id} on the scale ${scale}`,
    ),
  );
  return [
    ...domains,
    ...problems,
    ...scales,
    ...missing(LAYERS, (entry, id) => entry.layers.some((layer) => layer === id)).map(
      (id) => `in the layer ${id}`,
    ),
    ...missing(LEVELS, (entry, id) => entry.level === id).map((id) => `at the level ${id}`),
    ...missing(KINDS, (entry, id) => entry.kind === id).map((id) => `of the kind ${id}`),
  ].map((facet) => `No entry is ${facet}`);
}

/** Slugs that the ways in name and no entry has. */
export function deadEnds(
  entries: readonly Entry[],
  ways: {
    readonly trees: readonly Tree[];
    readonly paths: readonly LearningPath[];
    readonly cards: readonly Card[];
    readonly antiPatterns: readonly AntiPattern[];
  },
): string[] {
  const slugs = new Set(entries.map(({ slug }) => slug));
  const places = ways.trees.flatMap(placesOf);
  const named = [
    ...stepsOf(ways.paths).map((slug) => ({ slug, by: "a learning path names" })),
    ...ways.cards.flatMap((card) =>
      CARD_PARTS.flatMap((part) => card[part]).map((slug) => ({ slug, by: `the card ${card.matrix} names` })),
    ),
    ...ways.antiPatterns.flatMap(({ id, of, use }) =>
      [...of, ...use].map((slug) => ({ slug, by: `the anti-pattern ${id} names` })),
    ),
  ];
  const lost = (all: readonly { readonly slug: string; readonly by: string }[]): string[] =>
    all
      .filter(({ slug }) => !slugs.has(slug))
      .map(({ slug, by }) => `There is no entry ${slug}, which ${by}`);
  const trees = places.flatMap(({ path, node }) => {
    if ("answers" in node) return node.answers.length === 1 ? [`The question at ${path} has one answer`] : [];
    if (node.entries.length === 0) return [`The tree ends at ${path} without an entry`];
    return lost(node.entries.map((slug) => ({ slug, by: `the tree names at ${path}` })));
  });
  return [...trees, ...lost(named)];
}

/** Everything that an entry requires, and what that requires in turn. */
function allRequired(
  slug: string,
  bySlug: ReadonlyMap<string, Entry>,
  seen = new Set<string>(),
): Set<string> {
  const entry = bySlug.get(slug);
  for (const needed of entry ? requiredBy(entry) : []) {
    if (seen.has(needed)) continue;
    seen.add(needed);
    allRequired(needed, bySlug, seen);
  }
  return seen;
}

const requiredBy = ({ relations }: Entry): string[] =>
  relations.filter(({ kind }) => kind === "requires").map(({ to }) => to);
