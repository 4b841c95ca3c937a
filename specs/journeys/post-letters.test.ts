import { env } from "cloudflare:workers";
import { postsOf } from "#grove/storage/posts";
import { openTenant } from "#grove/tenancy/open-tenant";
import { newTenant } from "#specs/fixtures";
import { expect, test } from "vitest";

test("a comment that was set aside is listed, and arrives once when it is replayed after its post is there", async () => {
  const { id, ownerId } = await newTenant();
  const { db, post: postOf } = openTenant(env, id);
  const post = postOf("late");
  const comment = { id: crypto.randomUUID(), authorId: "u-1", at: 0, isShadowed: false, text: "too early" };
  await post.addComment(comment);
  expect(await post.flush()).toMatchObject({ kind: "flushed", refused: 1 });
  const { letters } = await post.getOutbox();
  expect(letters).toMatchObject([{ id: 1, from: "outbox", what: "comments" }]);
  expect(JSON.parse(letters[0]?.body ?? "")).toEqual(comment);

  await postsOf(db, Date.now()).add({
    id: "late",
    authorId: ownerId,
    slug: "late",
    title: "A test post",
    description: "What it says.",
    markdown: "Some text.",
    status: "published",
    publishedAt: 0,
  });
  expect(await post.replayLetter(1)).toEqual({ kind: "committed", value: true });
  expect(await post.replayLetter(1)).toEqual({ kind: "committed", value: false });
  await post.flush();
  await post.flush();

  const { results } = await db.prepare("SELECT text FROM comments WHERE post_id = 'late'").all();
  expect(results).toEqual([{ text: "too early" }]);
  expect((await post.getOutbox()).letters).toEqual([]);
});
