import { env } from "cloudflare:workers";
import { WholePost } from "#grove/contracts/post";
import { clock, newMemberOf, type TestActor, type TestTenant } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { draft, insert, newBlog, page, publish, send, type TestBlog, write } from "./post-api.requests.ts";

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

interface Shadowed extends TestBlog {
  readonly writer: TestActor;
}

/** A blog with an editor who is shadow banned, and barred from nothing else any more. */
async function newShadowed(options: Parameters<typeof newBlog>[0] = {}): Promise<Shadowed> {
  clock.set(Date.now());
  const blog = await newBlog(options);
  const writer = await newMemberOf(blog.tenant, "editor");
  for (let step = 0; step < 4; step++) await writer.object.escalateAbuse("told by hand");
  clock.advance(300_000);
  return { ...blog, writer };
}

async function clear({ writer }: Shadowed): Promise<void> {
  await writer.object.clearAbuse({ by: "an operator", reason: "a mistake" });
}

interface Asked {
  readonly by?: TestActor;
  readonly ifMatch?: string;
  readonly body?: object;
}

async function change(
  on: TestTenant,
  { id }: { id: string },
  { by, ifMatch = "*", body = { title: "New" } }: Asked,
) {
  return await send(on, `/${id}`, { by, method: "PATCH", body, ifMatch });
}

async function remove(
  on: TestTenant,
  { id }: { id: string },
  { by, ifMatch = "*" }: Asked,
): Promise<Response> {
  return await send(on, `/${id}`, { by, method: "DELETE", ifMatch });
}

async function titleFor(on: TestTenant, { id }: { id: string }, by?: TestActor): Promise<string | number> {
  const answer = await send(on, `/${id}`, { by });
  return answer.status === 200 ? WholePost.parse(await answer.json()).title : answer.status;
}

async function copiesOf({ id }: TestTenant): Promise<number> {
  const row = await env.DB.prepare("SELECT count(*) AS n FROM shadowed_posts WHERE tenant_id = ?")
    .bind(id)
    .first<{ n: number }>();
  return row!.n;
}

test("what was written stays hidden after the ban, until its writer changes it", async () => {
  const blog = await newShadowed();
  const { tenant, owner, writer } = blog;
  const shown = await publish(tenant, owner, await write(tenant, owner));
  await change(tenant, shown, { by: writer, body: { title: "Hidden change" } });
  const hidden = await publish(tenant, writer, await write(tenant, writer, { title: "Hidden post" }));
  await clear(blog);
  const others = [await titleFor(tenant, shown), await titleFor(tenant, hidden)];
  const own = [await titleFor(tenant, shown, writer), await titleFor(tenant, hidden, writer)];
  const revealed = [
    await change(tenant, shown, { by: writer, ifMatch: '"3"', body: { description: "More" } }),
    await change(tenant, hidden, { by: writer, ifMatch: '"2"', body: { description: "More" } }),
  ];

  expect(others).toEqual([shown.title, 404]);
  expect(own).toEqual(["Hidden change", "Hidden post"]);
  expect(revealed.map(({ status, headers }) => [status, headers.get("etag")])).toEqual([
    [200, '"4"'],
    [200, '"3"'],
  ]);
  expect([await titleFor(tenant, shown), await titleFor(tenant, hidden)]).toEqual(own);
  expect((await page(tenant, "")).posts.map(({ description, version }) => [description, version])).toEqual([
    ["More", 3],
    ["More", 4],
  ]);
  expect(await copiesOf(tenant)).toBe(0);
});

test("a post that somebody else has changed since is not overwritten by what was hidden", async () => {
  const blog = await newShadowed();
  const { tenant, owner, writer } = blog;
  const post = await publish(tenant, owner, await write(tenant, owner));
  await change(tenant, post, { by: writer, body: { title: "Hidden" } });
  for (const title of ["Theirs", "Theirs again"]) await change(tenant, post, { by: owner, body: { title } });
  await clear(blog);
  const stale = await change(tenant, post, { by: writer, ifMatch: '"3"', body: { description: "More" } });
  const read = await titleFor(tenant, post, writer);
  const forced = await change(tenant, post, { by: writer, ifMatch: '"4"', body: { description: "More" } });

  expect([stale.status, stale.headers.get("etag")]).toEqual([412, '"4"']);
  expect(read).toBe("Theirs again");
  expect(WholePost.parse(await forced.json())).toMatchObject({
    title: "Theirs again",
    description: "More",
    version: 5,
  });
});

test("who insists on a change makes it to what everybody has by then", async () => {
  const blog = await newShadowed();
  const { tenant, owner, writer } = blog;
  const post = await publish(tenant, owner, await write(tenant, owner));
  await change(tenant, post, { by: writer, body: { title: "Hidden" } });
  await change(tenant, post, { by: owner, body: { title: "Theirs" } });
  await clear(blog);
  const answer = await change(tenant, post, { by: writer, ifMatch: "*", body: { description: "More" } });

  expect(WholePost.parse(await answer.json())).toMatchObject({
    title: "Theirs",
    description: "More",
    version: 4,
  });
});

test("a post that somebody else has deleted is gone for its shadow-banned writer too", async () => {
  const { tenant, owner, writer } = await newShadowed();
  const [changed, deleted] = [await write(tenant, owner), await write(tenant, owner)];
  await change(tenant, changed, { by: writer });
  await remove(tenant, deleted, { by: writer });
  const seen = await titleFor(tenant, changed, writer);
  for (const post of [changed, deleted]) await remove(tenant, post, { by: owner });

  expect(seen).toBe("New");
  expect(await titleFor(tenant, changed, writer)).toBe(404);
  expect(await copiesOf(tenant)).toBe(0);
});

test("a post is deleted with its copy, if it is still what the copy was made from", async () => {
  const blog = await newShadowed();
  const { tenant, owner, writer } = blog;
  const [same, moved] = [await write(tenant, owner), await write(tenant, owner)];
  const hidden = await write(tenant, writer);
  for (const post of [same, moved]) await change(tenant, post, { by: writer });
  await change(tenant, moved, { by: owner, body: { title: "Theirs" } });
  await clear(blog);
  const statuses = [];
  for (const post of [same, moved, hidden]) {
    const answer = await remove(tenant, post, { by: writer, ifMatch: post === hidden ? '"1"' : '"2"' });
    statuses.push([answer.status, answer.headers.get("etag")]);
  }

  expect(statuses).toEqual([
    [204, null],
    [412, '"2"'],
    [204, null],
  ]);
  expect([await titleFor(tenant, same, owner), await titleFor(tenant, moved, writer)]).toEqual([
    404,
    "Theirs",
  ]);
  expect(await copiesOf(tenant)).toBe(0);
});

test("what a writer has deleted for themselves alone stays deleted for them, and nobody else misses it", async () => {
  const blog = await newShadowed();
  const { tenant, owner, writer } = blog;
  const post = await publish(tenant, owner, await write(tenant, owner));
  const answer = await remove(tenant, post, { by: writer });
  const comments = await send(tenant, `/${post.id}/comments`, { by: writer });
  await clear(blog);

  expect([answer.status, comments.status]).toEqual([204, 404]);
  expect([await titleFor(tenant, post, writer), await titleFor(tenant, post)]).toEqual([404, post.title]);
  expect((await change(tenant, post, { by: writer })).status).toBe(404);
  expect((await send(tenant, `/${post.id}/comments`, { by: owner })).status).toBe(200);
});

test("a slug that a hidden post has is free for everybody else, and then stands in its way", async () => {
  const blog = await newShadowed();
  const { tenant, owner, writer } = blog;
  const { slug } = draft();
  const hidden = await publish(tenant, writer, await write(tenant, writer, { slug, title: "Hidden" }));
  const theirs = await publish(tenant, owner, await write(tenant, owner, { slug, title: "Theirs" }));
  const again = await send(tenant, "", { by: writer, method: "POST", body: { ...draft(), slug } });
  await clear(blog);
  const refused = await change(tenant, hidden, { by: writer, body: { title: "Shown" } });
  const renamed = await change(tenant, hidden, { by: writer, body: { slug: `${slug}-2` } });

  expect(theirs.slug).toBe(slug);
  expect([again.status, refused.status, renamed.status]).toEqual([409, 409, 200]);
  // The change that was refused for the slug is kept with the copy.
  expect(await titleFor(tenant, hidden)).toBe("Shown");
});

test("a hidden post takes room from its writer alone, and finds none where others have filled the plan", async () => {
  const blog = await newShadowed({ tier: "seedling" });
  const { tenant, owner, writer } = blog;
  const first = await insert(tenant.id, owner.id);
  for (let more = 0; more < 98; more++) await insert(tenant.id, owner.id);
  const create = async (by: TestActor) => await send(tenant, "", { by, method: "POST", body: draft() });
  const hidden = await create(writer);
  const statuses = [
    (await create(writer)).status,
    (await create(owner)).status,
    (await create(owner)).status,
  ];
  await remove(tenant, first, { by: writer });
  statuses.push((await create(writer)).status);
  await clear(blog);
  const shown = await change(tenant, WholePost.parse(await hidden.json()), { by: writer });

  expect(hidden.status).toBe(201);
  expect(statuses).toEqual([403, 201, 403, 403]);
  expect(shown.status).toBe(403);
});

test("an answer to one's own hidden comment is taken like any other, and is as hidden, also after the ban", async () => {
  const blog = await newShadowed();
  const { tenant, owner, writer } = blog;
  const post = await publish(tenant, owner, await write(tenant, owner));
  const comment = async (by: TestActor, body: object) =>
    await send(tenant, `/${post.id}/comments`, { by, method: "POST", body });
  const { id: parentId } = await (await comment(writer, { text: "Hidden" })).json<{ id: string }>();
  const during = await comment(writer, { text: "An answer", parentId });
  await clear(blog);
  const after = await comment(writer, { text: "Another", parentId });
  const theirs = await comment(owner, { text: "I guess its id", parentId });
  const count = async (by: TestActor) => {
    const { comments } = await (await send(tenant, `/${post.id}/comments`, { by })).json<{ comments: [] }>();
    return comments.length;
  };

  expect([during.status, after.status, theirs.status]).toEqual([201, 201, 400]);
  expect([await count(writer), await count(owner)]).toEqual([3, 0]);
});

test("of two changes that a shadow-banned writer makes from one version, one is made", async () => {
  const { tenant, owner, writer } = await newShadowed();
  const post = await write(tenant, owner);
  const answers = await Promise.all(
    ["One", "Two"].map(
      async (title) => await change(tenant, post, { by: writer, ifMatch: '"1"', body: { title } }),
    ),
  );

  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  expect(await titleFor(tenant, post, owner)).toBe(post.title);
});
