import type { Comparable } from "./comparison-rows.ts";
import { DOMAINS, subDomainsOf } from "./domains.ts";
import type { Entry } from "./entry.ts";
import { type Graph, groupRelated } from "./graph.ts";
import { rowsOf } from "./problems.ts";
import { KINDS, LAYERS, LEVELS, SCALES } from "./vocabulary.ts";

/** Two entries that answer one question, as the first of them says. */
export interface Pair {
  readonly entries: readonly [Entry, Entry];
  readonly why: string;
  /** The last part of the address of their comparison. */
  readonly slug: string;
}

export function pairsOf(graph: Graph): Pair[] {
  return graph.entries.flatMap((entry) =>
    entry.relations
      .filter(({ kind }) => kind === "alternativeTo")
      .map(({ to, why }) => ({
        entries: [entry, graph.entry(to)],
        why,
        slug: `${entry.slug}-or-${to}`,
      })),
  );
}

/** What the page of a pair is called, and what it tells of itself. */
export function pairText({ entries }: Pair): { title: string; description: string } {
  const title = entries.map((entry) => entry.title).join(" or ");
  const description = `${title}, side by side: when to use each and when not, what each requires, and what it costs to have.`;
  return { title, description };
}

/** The parts of an entry that are worth seeing beside another's. */
export function comparableOf(entry: Entry, graph: Graph): Comparable {
  const { build, time, upkeep } = entry.complexity;
  const relations = groupRelated(graph.related(entry.slug));
  const related = (titles: readonly string[]) =>
    relations
      .filter(({ title }) => titles.includes(title))
      .flatMap((group) => group.related.map((one) => one.entry.title));
  return {
    slug: entry.slug,
    title: entry.title,
    href: entry.href,
    rows: [
      ["Question", [entry.question]],
      ["In short", [entry.summary]],
      ["When to use it", entry.when],
      ["When not", entry.whenNot],
      ["Answers", entry.problems.map(({ matrix, row }) => rowsOf(matrix)[row]?.title ?? row)],
      ["Requires", related(["Requires"])],
      ["Made of", related(["Made of"])],
      ["Instead of it", related(["Instead of it"])],
      ["Does not go with", related(["Does not go with"])],
      ["To build", [SCALES.build.steps[build]]],
      ["Time", [SCALES.time.steps[time]]],
      ["Upkeep", [SCALES.upkeep.steps[upkeep]]],
      ["Level", [LEVELS[entry.level].title]],
      ["Layer", entry.layers.map((layer) => LAYERS[layer].title)],
      ["Domain", [DOMAINS[entry.domain].title, subDomainsOf(entry.domain)[entry.subDomain]?.title ?? ""]],
      ["Kind", [KINDS[entry.kind].title]],
      ["A real system", [`${entry.system.name}: ${entry.system.what}`]],
    ],
  };
}
