import type { APIRoute, GetStaticPaths } from "astro";
import { MARKS } from "../../site/marks.ts";
import { cachedPng } from "../../site/preview/cache.ts";
import { type DrawnPage, drawnPages } from "../../site/preview/drawn-pages.ts";
import { drawPreview } from "../../site/preview/picture.ts";

export const getStaticPaths = (async () => {
  const pages = await drawnPages();
  return pages.map((page) => ({ params: { page: page.id }, props: { ...page } }));
}) satisfies GetStaticPaths;

/** Written once, when the site is built. */
export const GET: APIRoute<DrawnPage> = async ({ props }) => {
  const [, name = ""] = /(?:^|\/)patterns\/([^/]+)$/.exec(props.id) ?? [];
  const mark = name in MARKS ? name : undefined;
  const png = await cachedPng(drawPreview({ site: "Grove Patterns", ...props, mark }));
  return new Response(new Uint8Array(png), { headers: { "Content-Type": "image/png" } });
};
