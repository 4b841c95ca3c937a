import { askTwice } from "#implementations/loom";
import { Hono, type Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GroveEnv } from "../context.ts";
import { type Comment, type CommentList, NewComment } from "../contracts/comment.ts";
import { NewReaction } from "../contracts/reaction.ts";
import { countEvent } from "../middleware/count-events.ts";
import { problem } from "../middleware/errors.ts";
import { jsonBody } from "../middleware/json-body.ts";
import { readerOf } from "../middleware/only-allowed.ts";
import { recentNames } from "../middleware/recent-names.ts";
import type { PostDO } from "../objects/post-do.ts";
import { postsOf, type ShownTo } from "../storage/posts.ts";
import { NO_STORE, onlySignedIn } from "./in-sandbox.ts";
import { outboxFull } from "./outbox-full.ts";

/** Posts that this isolate has seen published within the last minute, by which member saw it, if any, and to whom. */
const shown = recentNames({ most: 5_000, forMs: 60_000 });

/** What readers do with a post: on the blog's own host, and in a sandbox. */
export const posts = new Hono<GroveEnv>()
  .use("/:post/reactions", onlyPublished())
  .use("/:post/comments", onlyPublished())
  .get("/:post/reactions", async (c) => {
    const counts = await askPost(c, async (post) => await post.getReactionCounts(c.var.user?.id));
    return counts ? c.json(counts, 200, NO_STORE) : noPost(c);
  })
  .post("/:post/reactions", onlySignedIn(), jsonBody(NewReaction), async (c) => {
    const { id: userId = "" } = c.var.user ?? {};
    const isShadowed = isHidden(c);
    const ask = { userId, isShadowed, ...c.req.valid("json") };
    // Once: a toggle that was made and not answered would be taken back by a second.
    const reacted = await askPost(c, async (post) => await post.toggleReaction(ask));
    if (reacted.kind === "full") return outboxFull(c, reacted);
    if (reacted.kind === "gone") return noPost(c);
    if (reacted.value.added && !isShadowed) countEvent(c, { kind: "reaction", at: Date.now() });
    return c.json(reacted.value, 200, NO_STORE);
  })
  .get("/:post/comments", async (c) => {
    const comments = await askPost(
      c,
      async (post) => await post.getRecentComments(undefined, c.var.user?.id),
    );
    if (!comments) return noPost(c);
    const answer: CommentList = { comments };
    return c.json(answer, 200, NO_STORE);
  })
  .post("/:post/comments", onlySignedIn(), jsonBody(NewComment), async (c) => {
    const { id: authorId = "" } = c.var.user ?? {};
    const isShadowed = isHidden(c);
    const comment: Comment = { ...c.req.valid("json"), id: crypto.randomUUID(), authorId, at: Date.now() };
    const added = await askPost(
      c,
      async (post) => await post.addComment({ ...comment, isShadowed }, isUnknown(c)),
    );
    if (added.kind === "no parent") return noParent(c);
    if (added.kind === "full") return outboxFull(c, added);
    if (added.kind === "gone") return noPost(c);
    if (added.value) countEvent(c, { kind: "comment", at: comment.at });
    return c.json(comment, 201, NO_STORE);
  });

/** Made-up ids shall make no objects. */
export function onlyPublished() {
  return createMiddleware<GroveEnv>(async (c, next) => {
    const postId = c.req.param("post") ?? "";
    const now = Date.now();
    const readerId = readerOf(c);
    const name = (shownTo: ShownTo): string => JSON.stringify([c.var.data.id, postId, readerId, shownTo]);
    const recent = kindsFor(c).find((shownTo) => shown.has(name(shownTo), now));
    const shownTo = recent ?? (await postsOf(c.var.data.db, now, readerId).shownTo(postId));
    if (!shownTo) return await noPost(c);
    if (!recent) shown.add(name(shownTo), now);
    c.set("shownTo", shownTo);
    return await next();
  });
}

/** What has been seen lately is taken for true. That a post is hidden may have ended with the ban. */
function kindsFor(c: Context<GroveEnv>): readonly ShownTo[] {
  return c.var.user?.isShadowed ? ["all", "its writer"] : ["all"];
}

/** Whether what is done to the post shall be seen by who does it alone. */
function isHidden(c: Context<GroveEnv>): boolean {
  return (c.var.user?.isShadowed ?? false) || isUnknown(c);
}

/** Whether only its writer has the post. */
function isUnknown(c: Context<GroveEnv>): boolean {
  return c.var.shownTo === "its writer";
}

function noPost(c: Context<GroveEnv>): Response | Promise<Response> {
  return problem(c, "not-found", { detail: "This blog has no post of this id." });
}

/** Asks the object of the post that the request names, and once more where that helps. */
export async function askPost<Answer>(
  c: Context<GroveEnv>,
  ask: (post: DurableObjectStub<PostDO>) => Promise<Answer>,
): Promise<Answer> {
  return await askTwice(() => postHere(c), ask);
}

/** The object of the post that the request names, whether or not there is such a post. */
export function postHere(c: Context<GroveEnv>): DurableObjectStub<PostDO> {
  return c.var.data.post(c.req.param("post") ?? "");
}

function noParent(c: Context<GroveEnv>): Response | Promise<Response> {
  const detail = "There is no such comment on this post.";
  return problem(c, "invalid-body", {
    detail: `/parentId: ${detail}`,
    members: { errors: [{ pointer: "/parentId", detail }] },
  });
}
