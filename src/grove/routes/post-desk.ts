import { featureOf } from "#implementations/prism";
import { Hono, type Context } from "hono";
import { etag } from "hono/etag";
import type { GroveEnv } from "../context.ts";
import {
  PostChange,
  PostDraft,
  type PostPage,
  PostQuery,
  type WholePost,
  writeCursor,
} from "../contracts/post.ts";
import { problem } from "../middleware/errors.ts";
import { etagOf, needsVersion } from "../middleware/if-match.ts";
import { jsonBody } from "../middleware/json-body.ts";
import { actorOf, forbidden, onlyAllowed } from "../middleware/only-allowed.ts";
import { query } from "../middleware/query.ts";
import { type PostChanged, type PostDesk, postDesk, type PostTarget } from "../storage/post-writes.ts";
import { NO_STORE } from "./in-sandbox.ts";
import { askPost } from "./posts.ts";

/** One reader's answer, asked for anew each time; unchanged, it is not sent again. */
const PRIVATE = { "Cache-Control": "private, no-cache", Vary: "Authorization, Cookie" };

/** A blog's posts for those who write them; what is published, for everybody. */
export const postDeskRoutes = new Hono<GroveEnv>()
  .get("/", onlyAllowed("posts:read"), query(PostQuery), async (c) => {
    const { status, limit, cursor: after } = c.req.valid("query");
    // One more than fits tells whether there is a next page.
    const found = await deskOf(c).list({ status, after, limit: limit + 1 });
    const posts = found.slice(0, limit);
    const last = posts.at(-1);
    const next = found.length > limit && last ? { next: writeCursor(last) } : {};
    const answer: PostPage = { posts, ...next };
    return c.json(answer, 200, PRIVATE);
  })
  .post("/", onlyAllowed("posts:create"), jsonBody(PostDraft), async (c) => {
    const created = await deskOf(c).create(crypto.randomUUID(), c.req.valid("json"));
    if (created.kind === "full") return full(c);
    if (created.kind === "slug taken") return slugTaken(c);
    const { post } = created;
    return c.json(post, 201, { ...NO_STORE, ...tagged(post), Location: `/api/posts/${post.id}` });
  })
  .get("/:post", onlyAllowed("posts:read"), etag(), async (c) => {
    const post = await deskOf(c).read(c.req.param("post"));
    return post ? c.json(post, 200, { ...PRIVATE, ...tagged(post) }) : absent(c);
  })
  .patch("/:post", onlyAllowed("posts:update"), needsVersion(), jsonBody(PostChange), async (c) =>
    answerChanged(c, await deskOf(c).update(targetOf(c), c.req.valid("json"))),
  )
  .post("/:post/publish", onlyAllowed("posts:publish"), needsVersion(), async (c) =>
    answerChanged(c, await deskOf(c).publish(targetOf(c))),
  )
  .post("/:post/archive", onlyAllowed("posts:archive"), needsVersion(), async (c) =>
    answerChanged(c, await deskOf(c).archive(targetOf(c))),
  )
  .delete("/:post", onlyAllowed("posts:delete"), needsVersion(), async (c) => {
    const desk = deskOf(c);
    const target = targetOf(c);
    // A made-up id shall make no object.
    const may = await desk.mayRemove(target);
    if (may.kind !== "changed") return answerChanged(c, may);
    await askPost(c, async (post) => await post.beginRemoval());
    const removed = await desk.remove(target);
    await settle(c);
    return removed.kind === "changed" ? c.body(null, 204, NO_STORE) : answerChanged(c, removed);
  });

function deskOf(c: Context<GroveEnv>): PostDesk {
  const isShadowed = c.var.user?.isShadowed ?? false;
  return postDesk(c.var.data.db, actorOf(c), { isShadowed, most: mostOf(c) });
}

function mostOf(c: Context<GroveEnv>): number {
  return featureOf(c.var.tenant.tier, "posts");
}

function targetOf(c: Context<GroveEnv>): PostTarget {
  return { id: c.req.param("post") ?? "", versions: c.var.ifMatch ?? [] };
}

function tagged(post: WholePost): { readonly ETag: string } {
  return { ETag: etagOf(post) };
}

/** The post's object looks by itself within a minute, if it cannot be asked to look now. */
async function settle(c: Context<GroveEnv>): Promise<void> {
  try {
    const { id, isShadowed = false } = c.var.user ?? {};
    await askPost(c, async (post) => await post.settleRemoval(isShadowed ? id : undefined));
  } catch (error) {
    console.warn(
      JSON.stringify({
        level: "warn",
        event: "removal not settled",
        tenantId: c.var.tenant.id,
        postId: c.req.param("post"),
        why: String(error),
      }),
    );
  }
}

function answerChanged(c: Context<GroveEnv>, changed: PostChanged): Response | Promise<Response> {
  if (changed.kind === "changed") {
    return c.json(changed.post, 200, { ...NO_STORE, ...tagged(changed.post) });
  }
  if (changed.kind === "absent") return absent(c);
  if (changed.kind === "denied") return forbidden(c, actorOf(c).standing);
  if (changed.kind === "slug taken") return slugTaken(c);
  if (changed.kind === "full") return full(c);
  return problem(c, "version-stale", {
    detail: "What If-Match names is not what is there. Read it again, and make the change from that.",
    headers: { ETag: etagOf(changed) },
  });
}

/** Says the same of a post that there is not and of one that the reader may not see. */
function absent(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "not-found", { detail: "This blog has no post of this id." });
}

function slugTaken(c: Context<GroveEnv>): Response | Promise<Response> {
  const detail = "Another post of this blog has this slug.";
  return problem(c, "slug-taken", {
    detail: `/slug: ${detail}`,
    members: { errors: [{ pointer: "/slug", detail }] },
  });
}

function full(c: Context<GroveEnv>): Response | Promise<Response> {
  const { tier } = c.var.tenant;
  return problem(c, "plan-full", {
    detail: `A ${tier} has ${mostOf(c)} posts. Delete one, or choose a larger plan.`,
    members: { "violated-policies": ["posts"] },
  });
}
