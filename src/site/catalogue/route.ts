import { defineRouteMiddleware, type StarlightRouteData } from "@astrojs/starlight/route-data";
import { contentsOf } from "./contents.ts";

type Toc = NonNullable<StarlightRouteData["toc"]>;

/** Puts the headings that a page's data gives, and no Markdown names, into its table of contents. */
export const onRequest = defineRouteMiddleware(({ locals }) => {
  const { entry, toc } = locals.starlightRoute;
  const [top, ...text] = toc?.items ?? [];
  const contents = contentsOf(entry.id, entry.data.entry !== undefined);
  if (!toc || !top || !contents) return;
  const item = ({ id, title }: { id: string; title: string }): Toc["items"][number] => ({
    depth: 2,
    slug: id,
    text: title,
    children: [],
  });
  toc.items = [top, ...contents.before.map(item), ...text, ...contents.after.map(item)];
});
