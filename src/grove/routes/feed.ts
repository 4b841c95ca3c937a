import { Hono } from "hono";
import { etag } from "hono/etag";
import type { GroveEnv } from "../context.ts";
import { readerOf } from "../middleware/only-allowed.ts";
import { postsOf } from "../storage/posts.ts";
import { atomFeed } from "../views/feed.ts";

const POSTS_IN_FEED = 20;

/** The newest posts, whole, as an Atom feed. */
export const feed = new Hono<GroveEnv>().get("/", etag(), async (c) => {
  const posts = await postsOf(c.var.data.db, Date.now(), readerOf(c)).wholeNewest(POSTS_IN_FEED);
  const { origin, hostname } = new URL(c.req.url);
  return c.body(atomFeed({ tenant: c.var.tenant, origin, hostname, posts }), 200, {
    "Content-Type": "application/atom+xml; charset=utf-8",
    "Cache-Control": "private, no-cache",
  });
});
