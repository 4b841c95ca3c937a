import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { type Comment, CommentList, NewComment } from "#grove/contracts/comment";
import { Reacted, REACTIONS } from "#grove/contracts/reaction";
import { OutboxState } from "#grove/contracts/outbox";
import type { PostDO } from "#grove/objects/post-do";
import { readReactionCounts } from "#grove/storage/reaction-counts";
import { openTenant, type TenantData } from "#grove/tenancy/open-tenant";
import { clock, evict, newMember, newPost, newTenant, request, site, type TestMember } from "#specs/fixtures";
import fc from "fast-check";
import { expect, test } from "vitest";

interface Post {
  readonly member: TestMember;
  readonly path: string;
  readonly data: TenantData;
  readonly object: DurableObjectStub<PostDO>;
}

async function newSandboxPost(): Promise<Post> {
  const member = await newMember();
  const data = openTenant(env, member.id);
  return { member, path: `${member.path}/posts/first`, data, object: data.post("first") };
}

async function send({ member, path }: Post, to: string, body?: object): Promise<Response> {
  const headers = { ...member.headers, "Content-Type": "application/json" };
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  return await site(`${path}${to}`, { ...init, headers });
}

async function comment(post: Post, text: string): Promise<Comment> {
  const answer = await send(post, "/comments", { text });
  expect(answer.status).toBe(201);
  return await answer.json();
}

async function texts(post: Post): Promise<string[]> {
  const { comments } = CommentList.parse(await (await send(post, "/comments")).json());
  return comments.map(({ text }) => text);
}

test("a reaction is there after the first request and gone after the second", async () => {
  const post = await newSandboxPost();
  const answers = [];
  for (let i = 0; i < 3; i++)
    answers.push(Reacted.parse(await (await send(post, "/reactions", { type: "like" })).json()));

  expect(answers).toEqual([
    { added: true, newCount: 1 },
    { added: false, newCount: 0 },
    { added: true, newCount: 1 },
  ]);
  expect(await (await send(post, "/reactions")).json()).toEqual({ like: 1, love: 0, insightful: 0 });
});

test("who says how it shall be may say it again", async () => {
  const post = await newSandboxPost();
  for (let i = 0; i < 3; i++) await send(post, "/reactions", { type: "love", on: true });

  expect(await (await send(post, "/reactions")).json()).toMatchObject({ love: 1 });
});

test("fifty at once are counted as fifty, and reach D1 as one number", async () => {
  const post = await newSandboxPost();
  const users = Array.from({ length: 50 }, (_, i) => `user ${i}`);
  const outcomes = await Promise.all(
    users.map(
      async (userId) => await post.object.toggleReaction({ userId, isShadowed: false, type: "like" }),
    ),
  );
  const counts = outcomes.map((each) => (each.kind === "committed" ? each.value.newCount : Number.NaN));
  const flushed = await post.object.flush();

  expect(counts.toSorted((a, b) => a - b)).toEqual(users.map((_, i) => i + 1));
  expect(flushed).toEqual({ kind: "flushed", events: 50, batches: 1, refused: 0 });
  expect(await readReactionCounts(post.data.db, "first")).toEqual({ like: 50 });
});

test("comments are seen at once, in D1 after half a minute, and never twice", async () => {
  const post = await newSandboxPost();
  clock.advance(0);
  for (const text of ["one", "two"]) await comment(post, text);
  clock.advance(30_000);
  expect(await texts(post)).toEqual(["two", "one"]);
  await evict(post.object);
  expect(await texts(post)).toEqual(["two", "one"]);

  expect(await runDurableObjectAlarm(post.object)).toBe(true);
  clock.advance(1);
  await comment(post, "three");

  const { results } = await env.DB.prepare(
    "SELECT text FROM comments WHERE tenant_id = ? ORDER BY created_at, id",
  )
    .bind(post.data.id)
    .all<{ text: string }>();
  expect(results.map(({ text }) => text).toSorted()).toEqual(["one", "two"]);
  expect((await texts(post)).toSorted()).toEqual(["one", "three", "two"]);
  expect(OutboxState.parse(await (await send(post, "/outbox")).json())).toMatchObject({
    events: 1,
    letters: [],
  });
});

test("nothing that was answered is lost in a crash", async () => {
  const post = await newSandboxPost();
  await comment(post, "before the crash");
  await send(post, "/reactions", { type: "insightful" });

  expect((await send(post, "/crash", {})).status).toBe(204);

  expect(await texts(post)).toEqual(["before the crash"]);
  expect(await (await send(post, "/reactions")).json()).toMatchObject({ insightful: 1 });
  expect(await (await send(post, "/flush", {})).json()).toMatchObject({ kind: "flushed", events: 2 });
  expect(await texts(post)).toEqual(["before the crash"]);
});

test("who asks while it crashes is answered or told to come again, and what was answered is there", async () => {
  const post = await newSandboxPost();
  const sent = Array.from({ length: 20 }, (_, i) => `comment ${i}`);
  const answers = await Promise.all(
    sent.map(async (text, i) => {
      if (i === 10) await send(post, "/crash", {});
      return { text, status: (await send(post, "/comments", { text })).status };
    }),
  );
  const answered = answers.filter(({ status }) => status === 201).map(({ text }) => text);

  expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
  expect(answered.length).toBeGreaterThan(0);
  const seen = await texts(post);
  expect(answered.filter((text) => !seen.includes(text))).toEqual([]);
  expect(new Set(seen).size).toBe(seen.length);
});

test("an answer names a comment of this post, whether or not it is in D1 yet", async () => {
  const post = await newSandboxPost();
  const first = await comment(post, "first");
  const early = await send(post, "/comments", { text: "early", parentId: first.id });
  await send(post, "/flush", {});
  const late = await send(post, "/comments", { text: "late", parentId: first.id });
  const lost = await send(post, "/comments", { text: "lost", parentId: crypto.randomUUID() });

  expect([early.status, late.status, lost.status]).toEqual([201, 201, 400]);
  expect(await lost.json()).toMatchObject({ errors: [{ pointer: "/parentId" }] });
});

test("the database keeps any comment that the contract lets in, as it is", async () => {
  const { object, member } = await newSandboxPost();
  const allowed = fc
    .sample(fc.string({ unit: "binary", minLength: 1, maxLength: 2_100 }), { numRuns: 200, seed: 20_261_129 })
    .map((text) => NewComment.safeParse({ text }))
    .flatMap((parsed) => (parsed.success ? [parsed.data.text] : []));
  for (const [i, text] of allowed.entries()) {
    await object.addComment({ id: crypto.randomUUID(), authorId: member.id, at: i, isShadowed: false, text });
  }

  expect(await object.flush()).toMatchObject({ kind: "flushed", events: allowed.length, refused: 0 });
  expect((await object.getRecentComments(1_000))!.map(({ text }) => text).toReversed()).toEqual(allowed);
  expect(allowed.length).toBeGreaterThan(50);
});

test("what a shadow-banned user does is seen by them alone", async () => {
  const { member, object } = await newSandboxPost();
  const own = {
    id: crypto.randomUUID(),
    authorId: member.id,
    at: Date.now(),
    isShadowed: true,
    text: "hidden",
  };
  await object.addComment(own);
  await object.toggleReaction({ userId: member.id, isShadowed: true, type: "like" });
  const seenBy = async (reader?: string) => [
    (await object.getRecentComments(10, reader))!.length,
    (await object.getReactionCounts(reader))!.like,
  ];

  expect([await seenBy(), await seenBy(member.id)]).toEqual([
    [0, 0],
    [1, 1],
  ]);
  await object.flush();
  expect([await seenBy(), await seenBy(member.id)]).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test("a blog's own host answers for its posts, and asks writers to sign in", async () => {
  const garden = await newTenant();
  await newPost(garden, { slug: "beans" });
  const { id } = (await env.DB.prepare("SELECT id FROM posts WHERE tenant_id = ?")
    .bind(garden.id)
    .first<{ id: string }>())!;
  const counts = await request(garden, `/api/posts/${id}/reactions`);
  const body = JSON.stringify({ type: "like" });
  const headers = { "Content-Type": "application/json" };

  expect(Object.keys(await counts.json())).toEqual([...REACTIONS]);
  expect(
    (await request(garden, `/api/posts/${id}/reactions`, { method: "POST", headers, body })).status,
  ).toBe(401);
  expect((await request(garden, "/api/posts/nothing/reactions")).status).toBe(404);
  expect((await request(garden, "/api/posts/nothing/comments")).status).toBe(404);
});

test.for([
  ["/reactions", { type: "hate" }, "/type"],
  ["/comments", { text: " " }, "/text"],
  ["/comments", { text: "a".repeat(2_001) }, "/text"],
  ["/comments", { text: "a", parentId: "b" }, "/parentId"],
] as const)("refuses %s of %j", async ([to, body, pointer]) => {
  const answer = await send(await newSandboxPost(), to, body);

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ errors: [{ pointer }] });
});
