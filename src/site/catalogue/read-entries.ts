import { getCollection } from "astro:content";
import { byTitle, type Entry, entryOf } from "./entry.ts";
import { type Graph, makeGraph } from "./graph.ts";
import { refuseStrayWords, translateEntries } from "./translation.ts";

const graphs = new Map<string | undefined, Promise<Graph>>();

/** The whole catalogue, as Astro has validated its pages; in a locale with the words and addresses it has there. */
export function readGraph(locale?: string): Promise<Graph> {
  const known = graphs.get(locale);
  // A writer changes pages while they are shown.
  if (known && !import.meta.env.DEV) return known;
  const graph = buildGraph(locale);
  graphs.set(locale, graph);
  return graph;
}

async function buildGraph(locale: string | undefined): Promise<Graph> {
  const docs = await getCollection("docs");
  const entries = docs.flatMap(({ id, data, body }) => entryOf(id, data, body ?? "") ?? []);
  const pages = new Map(docs.map(({ id, data }) => [id, data]));
  const files = await getCollection("i18n");
  refuseStrayWords(
    pages,
    files.map(({ id }) => id).filter((id) => id !== "en"),
  );
  const own = locale === undefined ? entries : translateEntries(entries, { locale, pages });
  return makeGraph(own.toSorted(byTitle));
}

interface Route {
  readonly id: string;
  readonly locale: string | undefined;
}

/** The catalogue in the language of a route, and the entry whose page it is, if it is one's. */
export async function readRoute({ id, locale }: Route): Promise<{ graph: Graph; entry: Entry | undefined }> {
  const graph = await readGraph(locale);
  return { graph, entry: graph.entries.find(({ href }) => href === `/${id}/`) };
}
