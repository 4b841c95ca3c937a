import { getCollection } from "astro:content";
import { pairsOf, pairText } from "../catalogue/comparison.ts";
import { readGraph } from "../catalogue/read-entries.ts";
import { sourceFiles, sourceText } from "../catalogue/source-pages.ts";
import { placesOf, placeSummary, placeText, TREES } from "../catalogue/trees.ts";
import { readTitle } from "../page-title.ts";
import { canSet } from "./typesetting.ts";

/** A page with a picture of its own, and what the picture says. */
export interface DrawnPage {
  /** Its address without the slashes at its ends, and `index` for the home page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** The pages that are written, and those that are made of data: each whose title can be set. */
export async function drawnPages(): Promise<DrawnPage[]> {
  const docs = await getCollection("docs", ({ id }) => id !== "404");
  const graph = await readGraph();
  const written = docs.map(({ id, data }) => ({ id, title: readTitle(data), description: data.description }));
  const places = TREES.flatMap(placesOf).map((place) => ({
    id: `find/decide/${place.path}`,
    title: placeText(place).title,
    description: placeSummary(place),
  }));
  const pairs = pairsOf(graph).map((pair) => ({ id: `find/compare/${pair.slug}`, ...pairText(pair) }));
  const sources = sourceFiles(graph.entries).map((file) => ({ id: `source/${file}`, ...sourceText(file) }));
  return [...written, ...places, ...pairs, ...sources].filter(({ title }) => canSet(title));
}
