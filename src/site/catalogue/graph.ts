import { byTitle, type Entry } from "./entry.ts";
import { idsOf, RELATIONS, type RelationKind } from "./vocabulary.ts";

/** A relation as one of its two ends sees it. */
export interface Related {
  readonly kind: RelationKind;
  /** False where the other entry states it. */
  readonly forward: boolean;
  readonly entry: Entry;
  readonly why: string;
}

export interface RelatedGroup {
  readonly title: string;
  readonly kind: RelationKind;
  readonly related: readonly Related[];
}

export interface Graph {
  readonly entries: readonly Entry[];
  /** The entry of a slug. Throws an Error when there is none, so that no list can name what does not exist. */
  entry(slug: string): Entry;
  /** All relations of an entry, its own and those that others state, a neighbour's only where it says nothing of its own. */
  related(slug: string): readonly Related[];
}

/** The entries with their relations read from both ends. */
export function makeGraph(entries: readonly Entry[]): Graph {
  const bySlug = new Map(entries.map((entry) => [entry.slug, entry]));
  const find = (slug: string): Entry => {
    const entry = bySlug.get(slug);
    if (!entry) throw new Error(`Cannot find the entry "${slug}": the catalogue has none of that slug`);
    return entry;
  };
  return {
    entries,
    entry: find,
    related(slug) {
      const own = find(slug).relations.map(({ to, kind, why }) => ({
        kind,
        why,
        forward: true,
        entry: find(to),
      }));
      const others = entries.flatMap((entry) =>
        entry.relations
          .filter(({ to }) => to === slug)
          .map(({ kind, why }) => ({ kind, why, forward: RELATIONS[kind].symmetric, entry })),
      );
      const told = new Set(own.map(({ entry }) => entry.slug));
      return [
        ...own,
        ...others.filter(({ kind, entry }) => RELATIONS[kind].symmetric || !told.has(entry.slug)),
      ];
    },
  };
}

/** The relations of an entry under the words that say what they mean, those it needs first. */
export function groupRelated(related: readonly Related[]): RelatedGroup[] {
  const groups = idsOf(RELATIONS).flatMap((kind) =>
    [true, false].map((forward) => ({
      kind,
      title: forward ? RELATIONS[kind].forward : RELATIONS[kind].backward,
      related: related
        .filter((one) => one.kind === kind && one.forward === forward)
        .toSorted((a, b) => byTitle(a.entry, b.entry)),
    })),
  );
  return groups.filter((group) => group.related.length > 0);
}
