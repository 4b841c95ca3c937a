import { DOMAINS, subDomainsOf } from "./domains.ts";
import type { Entry } from "./entry.ts";
import { idsOf, LAYERS, LEVELS, type SCALES, type Term } from "./vocabulary.ts";
import { type EntryStatus, entryStatus, STATUS_TERMS } from "./entry-status.ts";

/** A value of a facet, and the entries that have it. */
export interface Group extends Term {
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly parts?: readonly Group[];
}

const groupsOf = <Id extends string>(
  terms: Readonly<Record<Id, Term>>,
  has: (entry: Entry, id: Id) => boolean,
) => {
  return (entries: readonly Entry[]): Group[] =>
    idsOf(terms).map((id) => ({
      id,
      title: terms[id].title,
      meaning: terms[id].meaning,
      entries: entries.filter((entry) => has(entry, id)),
    }));
};

const byLayer = groupsOf(LAYERS, ({ layers }, id) => layers.includes(id));
const byLevel = groupsOf(LEVELS, ({ level }, id) => level === id);

/** The entries by domain, and in each by its parts. */
function byDomain(entries: readonly Entry[]): Group[] {
  return groupsOf(
    DOMAINS,
    (entry, id) => entry.domain === id,
  )(entries).map((group) => ({
    ...group,
    parts: groupsOf(
      subDomainsOf(group.id as keyof typeof DOMAINS),
      ({ subDomain }, id) => subDomain === id,
    )(group.entries),
  }));
}

export const BUILD_TERMS: Readonly<Record<keyof typeof SCALES.build.steps, Term>> = {
  low: { title: "Low", meaning: "A library call, a setting, or a page of code." },
  medium: { title: "Medium", meaning: "Some design, and a few cases that must be tried." },
  high: { title: "High", meaning: "Several parts that must agree, and failures to inject." },
  "very-high": { title: "Very high", meaning: "Take a known implementation if you can." },
};

/** The entries by how hard they are to build. */
const byComplexity = groupsOf(BUILD_TERMS, ({ complexity }, id) => complexity.build === id);

/** The entries by what is there: code that was tried, code, a text. */
function byStatus(entries: readonly Entry[], statusOf: (entry: Entry) => EntryStatus): Group[] {
  return groupsOf(
    STATUS_TERMS,
    (entry, id) => statusOf(entry) === id,
  )(entries).filter((group) => group.entries.length > 0);
}

export type Facet = "domain" | "layer" | "level" | "complexity" | "status";
type Patterns = Parameters<typeof entryStatus>[1];

const CUTS: Readonly<Record<Facet, (entries: readonly Entry[], patterns: Patterns) => Group[]>> = {
  domain: byDomain,
  layer: byLayer,
  level: byLevel,
  complexity: byComplexity,
  status: (entries, patterns) => byStatus(entries, (entry) => entryStatus(entry, patterns)),
};

/** The catalogue cut by one facet: every entry is in at least one of the groups. */
export function groupsBy(facet: Facet, entries: readonly Entry[], patterns: Patterns): Group[] {
  return CUTS[facet](entries, patterns);
}
