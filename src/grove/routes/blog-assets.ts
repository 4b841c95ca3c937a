import { Hono } from "hono";
import { etag } from "hono/etag";
import type { GroveEnv } from "../context.ts";
import { ICON } from "../views/icon.ts";
import { STYLE } from "../views/style.ts";

const FOR_AN_HOUR = { "Cache-Control": "public, max-age=3600" };

/** What every blog looks like. Counted against no tenant: it costs nothing, and the page that refuses needs it too. */
export const blogAssets = new Hono<GroveEnv>()
  .get("/style.css", etag(), (c) =>
    c.body(STYLE, 200, { "Content-Type": "text/css; charset=utf-8", ...FOR_AN_HOUR }),
  )
  .get("/icon.svg", etag(), (c) => c.body(ICON, 200, { "Content-Type": "image/svg+xml", ...FOR_AN_HOUR }));
