import { defineRouteMiddleware } from "@astrojs/starlight/route-data";
import { lastChange } from "./history.ts";
import { markdownAddress } from "./markdown/address.ts";

/** What every page of the documentation tells of itself beside Starlight's own. */
export const onRequest = defineRouteMiddleware(({ locals, url }) => {
  const { starlightRoute: route } = locals;
  if (route.id === "404") return;
  route.lastUpdated ??= lastChange(route.entry.filePath ?? "");
  route.head.push({
    tag: "link",
    attrs: { rel: "alternate", type: "text/markdown", href: markdownAddress(url.pathname) },
  });
});
