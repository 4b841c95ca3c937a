import rss from "@astrojs/rss";
import type { APIContext } from "astro";
import { getCollection } from "astro:content";
import { toFeedItems } from "../site/changes.ts";
import { readHistory } from "../site/history.ts";

/** The changes of pages that git knows of; without git a feed of none. Written once, when the site is built. */
export async function GET({ site = new URL("http://localhost:8787") }: APIContext): Promise<Response> {
  const pages = await getCollection("docs", ({ id }) => id !== "404");
  const byFile = new Map(
    pages.map(({ id, data, filePath = "" }) => {
      const address = new URL(id === "index" ? "/" : `/${id}/`, site).href;
      return [filePath, { title: data.title, address }];
    }),
  );
  const self = `<atom:link href="${new URL("/rss.xml", site).href}" rel="self" type="application/rss+xml"/>`;
  return rss({
    title: "Grove Patterns: changes",
    description: "What has changed on these pages, in their authors' words.",
    site,
    xmlns: { atom: "http://www.w3.org/2005/Atom" },
    customData: `<language>en</language>${self}`,
    items: toFeedItems(readHistory().changes, byFile),
  });
}
