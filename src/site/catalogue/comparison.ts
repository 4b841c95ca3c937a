import { DOMAINS, subDomainsOf } from "./domains.ts";
import type { Entry } from "./entry.ts";
import { type Graph, groupRelated } from "./graph.ts";
import { rowsOf } from "./problems.ts";
import { KINDS, LAYERS, LEVELS, SCALES } from "./vocabulary.ts";

/** What is compared, in the order of the table's rows. */
export interface Comparable {
  readonly slug: string;
  readonly title: string;
  readonly href: string;
  /** The name of a row and what stands in it: sentences, one below the other. */
  readonly rows: readonly (readonly [name: string, said: readonly string[]])[];
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
