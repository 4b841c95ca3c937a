import { Hono } from "hono";
import { etag } from "hono/etag";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { Slug } from "../contracts/post.ts";
import { countViews } from "../middleware/count-events.ts";
import { problem } from "../middleware/errors.ts";
import { apexOrigin } from "../middleware/host.ts";
import { readerOf } from "../middleware/only-allowed.ts";
import { BLOG_POLICY } from "../middleware/security-headers.ts";
import { postsOf } from "../storage/posts.ts";
import { homePage } from "../views/home.tsx";
import { postPage } from "../views/post.tsx";

const POSTS_PER_PAGE = 20;
const LAST_PAGE = 1_000;

/** The pages of a tenant's blog. */
export const blog = new Hono<GroveEnv>()
  .get("/", asPage(), countViews(), etag(), async (c) => {
    const page = readPage(c.req.query("page"));
    if (page === undefined) return problem(c, "not-found", { detail: "This blog has no such page." });
    // One more than fits tells whether there is a next page.
    const found = await postsOf(c.var.data.db, Date.now(), readerOf(c)).newest(
      POSTS_PER_PAGE + 1,
      (page - 1) * POSTS_PER_PAGE,
    );
    if (found.length === 0 && page > 1) {
      return problem(c, "not-found", { detail: "This blog has no such page." });
    }
    const posts = found.slice(0, POSTS_PER_PAGE);
    const site = apexOrigin(c.req.url, c.env.BASE_DOMAIN);
    return c.html(
      homePage({ tenant: c.var.tenant, site, posts, page, hasOlder: found.length > posts.length }),
    );
  })
  .get("/posts/:slug", asPage(), countViews(), etag(), async (c) => {
    const slug = Slug.safeParse(c.req.param("slug"));
    const posts = postsOf(c.var.data.db, Date.now(), readerOf(c));
    const found = slug.success ? await posts.read(slug.data) : undefined;
    if (!found) return problem(c, "not-found", { detail: "This blog has no post at this address." });
    const { shownTo, ...place } = found;
    c.set("shownTo", shownTo);
    const site = apexOrigin(c.req.url, c.env.BASE_DOMAIN);
    return c.html(postPage({ tenant: c.var.tenant, site, ...place }));
  });

/** Asked for anew each time, since its limit headers are of the moment; unchanged, it is not sent again. */
function asPage() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    await next();
    if (c.res.status >= 400) return;
    c.res.headers.set("Content-Security-Policy", BLOG_POLICY);
    c.res.headers.set("Cache-Control", "private, no-cache");
  });
}

function readPage(text: string | undefined): number | undefined {
  if (text === undefined) return 1;
  const page = Number(text);
  return /^[1-9]\d*$/.test(text) && page <= LAST_PAGE ? page : undefined;
}
