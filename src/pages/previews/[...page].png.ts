import type { APIRoute, GetStaticPaths } from "astro";
import { getCollection } from "astro:content";
import { readTitle } from "../../site/page-title.ts";
import { MARKS } from "../../site/marks.ts";
import { cachedPng } from "../../site/preview/cache.ts";
import { drawPreview } from "../../site/preview/picture.ts";
import { canSet } from "../../site/preview/typesetting.ts";

/** One picture for each page whose title can be set. */
export const getStaticPaths = (async () => {
  const pages = await getCollection("docs", ({ id, data }) => id !== "404" && canSet(readTitle(data)));
  return pages.map(({ id, data }) => ({
    params: { page: id },
    props: { title: readTitle(data), description: data.description },
  }));
}) satisfies GetStaticPaths;

/** Written once, when the site is built. */
export const GET: APIRoute<{ title: string; description: string }> = async ({ params, props }) => {
  const [, name = ""] = /(?:^|\/)patterns\/([^/]+)$/.exec(params["page"] ?? "") ?? [];
  const mark = name in MARKS ? name : undefined;
  const png = await cachedPng(drawPreview({ site: "Grove Patterns", ...props, mark }));
  return new Response(new Uint8Array(png), { headers: { "Content-Type": "image/png" } });
};
