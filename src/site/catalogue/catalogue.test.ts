import { expect, test } from "vitest";
import { ANTI_PATTERNS } from "./anti-patterns.ts";
import { CARDS } from "./cards.ts";
import { readEntryFiles } from "./entry-files.ts";
import { makeGraph } from "./graph.ts";
import {
  brokenRelations,
  deadEnds,
  emptyFacets,
  requiresCircles,
  sharedNames,
  stepsTooEarly,
} from "./invariants.ts";
import { PATHS } from "./paths.ts";
import { lostPlaces, wrongLengths } from "./text.ts";
import { TREES } from "./trees.ts";
import { RELATIONS } from "./vocabulary.ts";

const entries = readEntryFiles();

test("the catalogue holds what the study counted", () => {
  // 83 that the study links, 21 that it names, and Grove's own.
  expect(entries.filter(({ isGrove }) => !isGrove).length).toBeGreaterThanOrEqual(83 + 21);
  expect(entries.filter(({ isGrove }) => isGrove).length).toBeGreaterThanOrEqual(6);
});

test.for([
  ["no circle of requires", requiresCircles(entries)],
  ["no path that shows an entry before what it requires", stepsTooEarly(entries, PATHS)],
  ["no name that two entries have", sharedNames(entries)],
  ["no relation that is broken", brokenRelations(entries)],
  ["no facet without an entry", emptyFacets(entries)],
  [
    "no way that leads to nothing",
    deadEnds(entries, { trees: TREES, paths: PATHS, cards: CARDS, antiPatterns: ANTI_PATTERNS }),
  ],
  ["no text of a wrong length", wrongLengths(entries)],
  ["no place of Grove's that is gone", lostPlaces(entries)],
] as const)("the catalogue has %s", ([, faults]) => {
  expect(faults).toEqual([]);
});

test("a symmetric relation is seen from both ends, with one why", () => {
  const graph = makeGraph(entries);
  const seen = entries.flatMap(({ slug }) =>
    graph
      .related(slug)
      .filter(({ kind }) => RELATIONS[kind].symmetric)
      .map(({ kind, why, entry }) => ({ from: slug, to: entry.slug, kind, why })),
  );
  const isSeenBack = ({ from, to, kind, why }: (typeof seen)[number]): boolean =>
    seen.some((back) => back.from === to && back.to === from && back.kind === kind && back.why === why);

  expect(seen.length).toBeGreaterThan(60);
  expect(seen.filter((one) => !isSeenBack(one))).toEqual([]);
});

test("the compositions of the study are in the data", () => {
  const parts = (slug: string): string[] =>
    entries
      .find((entry) => entry.slug === slug)!
      .relations.filter(({ kind }) => kind === "composedOf")
      .map(({ to }) => to);

  expect(parts("service-mesh")).toEqual(
    expect.arrayContaining(["sidecar", "service-discovery", "load-balancing", "circuit-breaker"]),
  );
  expect(parts("data-lake")).toEqual(
    expect.arrayContaining(["distributed-storage", "partitioning", "schema-on-read"]),
  );
  expect(parts("microservices")).toEqual(
    expect.arrayContaining(["api-gateway", "service-discovery", "circuit-breaker", "distributed-tracing"]),
  );
});
