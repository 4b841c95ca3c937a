import { request, type TestActor } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { draft, publish, send, write } from "./post-api.requests.ts";
import { shadowBan } from "./shadow-bans.requests.ts";
import { change, clear, copiesOf, newShadowed, remove, titleFor } from "./shadow-posts.requests.ts";

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
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

test("what is their own a shadow-banned writer deletes for everybody, with what they have hidden of it", async () => {
  const { tenant, owner, writer } = await newShadowed();
  await writer.object.clearAbuse({ by: "an operator", reason: "not yet" });
  const posts = [await write(tenant, writer), await write(tenant, writer)];
  await shadowBan(writer);
  posts.push(await write(tenant, writer));
  await change(tenant, posts[1]!, { by: writer });
  const statuses = [];
  for (const post of posts) statuses.push((await remove(tenant, post, { by: writer })).status);

  expect(statuses).toEqual([204, 204, 204]);
  for (const post of posts) expect(await titleFor(tenant, post, owner)).toBe(404);
  expect(await copiesOf(tenant)).toBe(0);
});

test("a slug that a hidden post has is free for everybody else, and then stands in its way", async () => {
  const blog = await newShadowed();
  const { tenant, owner, writer } = blog;
  const { slug } = draft();
  const hidden = await publish(tenant, writer, await write(tenant, writer, { slug, title: "Hidden" }));
  const theirs = await publish(tenant, owner, await write(tenant, owner, { slug, title: "Theirs" }));
  const again = await send(tenant, "", { by: writer, method: "POST", body: { ...draft(), slug } });
  const pages = [];
  for (const headers of [writer.headers, owner.headers, {}]) {
    const text = await (await request(tenant, `/posts/${slug}`, { headers })).text();
    pages.push(/<h1>(.*?)<\/h1>/.exec(text)?.[1]);
  }
  await clear(blog);
  const refused = await change(tenant, hidden, { by: writer, body: { title: "Shown" } });
  const renamed = await change(tenant, hidden, { by: writer, body: { slug: `${slug}-2` } });

  expect(theirs.slug).toBe(slug);
  expect(pages).toEqual(["Hidden", "Theirs", "Theirs"]);
  expect([again.status, refused.status, renamed.status]).toEqual([409, 409, 200]);
  // The change that was refused for the slug is kept with the copy.
  expect(await titleFor(tenant, hidden)).toBe("Shown");
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
