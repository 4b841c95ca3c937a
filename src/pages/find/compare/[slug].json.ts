import type { APIRoute } from "astro";
import { comparableOf } from "../../../site/catalogue/comparison.ts";
import { readGraph } from "../../../site/catalogue/read-entries.ts";

export async function getStaticPaths() {
  const graph = await readGraph();
  return graph.entries.map((entry) => ({
    params: { slug: entry.slug },
    props: { comparable: comparableOf(entry, graph) },
  }));
}

/** What one entry says in a comparison; the page that compares fetches it for each that was chosen. */
export const GET: APIRoute = ({ props }) => Response.json(props["comparable"]);
