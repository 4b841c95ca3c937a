import { defineRouteMiddleware, type StarlightRouteData } from "@astrojs/starlight/route-data";
import { lastChange } from "./history.ts";
import { markdownAddress } from "./markdown/address.ts";
import { readTitle } from "./page-title.ts";
import { OF_THE_SITE, previewAddress } from "./preview/address.ts";
import { drawnPages } from "./preview/drawn-pages.ts";
import { PREVIEW } from "./preview/picture.ts";

type Head = StarlightRouteData["head"];

let drawn: Promise<ReadonlySet<string>> | undefined;

async function isDrawn(id: string): Promise<boolean> {
  drawn ??= drawnPages().then((pages) => new Set(pages.map((page) => page.id)));
  return (await drawn).has(id);
}

/** What every page tells of itself beside what Starlight has it tell. */
export const onRequest = defineRouteMiddleware(async ({ locals, url, site }) => {
  const { starlightRoute: route } = locals;
  const { data, filePath } = route.entry;
  // Starlight takes the home page's from it.
  const id = route.entry.id || "index";
  const title = readTitle(data);
  const picture = (await isDrawn(id)) ? previewAddress(id, title) : OF_THE_SITE;
  route.head.push(...pictureTags(new URL(picture, site).href, `${route.siteTitle}: ${title}`));
  if (id === "404") return;

  route.lastUpdated ??= lastChange(filePath);
  const others = [
    { type: "text/markdown", href: markdownAddress(url.pathname) },
    { type: "application/rss+xml", title: route.siteTitle, href: "/rss.xml" },
  ];
  for (const attrs of others)
    route.head.push({ tag: "link", attrs: { rel: "alternate", ...attrs }, content: "" });
});

function pictureTags(address: string, alt: string): Head {
  const said = {
    "og:image": address,
    "og:image:width": String(PREVIEW.width),
    "og:image:height": String(PREVIEW.height),
    "og:image:alt": alt,
  };
  return Object.entries(said).map(([property, content]) => ({
    tag: "meta",
    attrs: { property, content },
    content: "",
  }));
}
