import { defineRouteMiddleware, type StarlightRouteData } from "@astrojs/starlight/route-data";
import { inEnglish } from "../locale-address.ts";
import { contentsOf, entryContents } from "./contents.ts";
import { readRoute } from "./read-entries.ts";

type Toc = NonNullable<StarlightRouteData["toc"]>;

/** Puts the headings that a page's data gives, and no Markdown names, into its table of contents. */
export const onRequest = defineRouteMiddleware(async ({ locals: { starlightRoute, t } }) => {
  const { id, locale, toc } = starlightRoute;
  const [top, ...text] = toc?.items ?? [];
  if (!toc || !top) return;
  const { entry } = await readRoute(starlightRoute);
  const contents = entry ? entryContents(entry, t) : contentsOf(inEnglish(locale, id));
  if (!contents) return;
  const item = ({ id: slug, title }: { id: string; title: string }): Toc["items"][number] => ({
    depth: 2,
    slug,
    text: title,
    children: [],
  });
  toc.items = [top, ...contents.before.map(item), ...text, ...contents.after.map(item)];
});
