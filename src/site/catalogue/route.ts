import { defineRouteMiddleware } from "@astrojs/starlight/route-data";

/** The parts of an entry's page that its data gives and no Markdown heading names: before the text, and after it. */
const BEFORE = [
  ["When to use it", "when-to-use-it"],
  ["When not", "when-not"],
] as const;
const AFTER = [
  ["Related", "related"],
  ["In Grove", "in-grove"],
  ["A real system", "a-real-system"],
  ["References", "references"],
] as const;

/** Puts them into the page's table of contents. */
export const onRequest = defineRouteMiddleware(({ locals }) => {
  const { entry, toc } = locals.starlightRoute;
  if (!toc || !entry.data.entry || !entry.id.startsWith("catalogue/")) return;
  const item = ([text, slug]: readonly [string, string]) => ({ depth: 2, slug, text, children: [] });
  const [top, ...text] = toc.items;
  if (!top) return;
  toc.items = [top, ...BEFORE.map(item), ...text, ...AFTER.map(item)];
});
