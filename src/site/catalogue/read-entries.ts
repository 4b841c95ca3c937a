import { getCollection } from "astro:content";
import { byTitle, entryOf } from "./entry.ts";
import { type Graph, makeGraph } from "./graph.ts";

/** The whole catalogue, as Astro has validated its pages. */
export async function readGraph(): Promise<Graph> {
  const pages = await getCollection("docs");
  return makeGraph(
    pages.flatMap(({ id, data, body }) => entryOf(id, data, body ?? "") ?? []).toSorted(byTitle),
  );
}
