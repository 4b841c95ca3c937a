import { Problem } from "#grove/contracts/problem";
import { WholePost } from "#grove/contracts/post";
import { clock, newTenant, ownerOf, request } from "#specs/fixtures";
import { expect, test } from "vitest";
import { draft, insert, newBlog, publish, send, write } from "./post-api.requests.ts";

test("a post is written, published, read by everybody, archived and deleted", async () => {
  const { tenant, author } = await newBlog();
  const words = draft();
  const created = await send(tenant, "", { by: author, method: "POST", body: words });
  const post = WholePost.parse(await created.json());
  const shown = await publish(tenant, author, post);
  const shownPage = await request(tenant, `/posts/${words.slug}`);
  const archived = await send(tenant, `/${post.id}/archive`, { by: author, method: "POST", ifMatch: '"2"' });
  const hidden = await request(tenant, `/posts/${words.slug}`);
  const deleted = await send(tenant, `/${post.id}`, { by: author, method: "DELETE", ifMatch: '"3"' });
  const again = await send(tenant, `/${post.id}`, { by: author, method: "DELETE", ifMatch: '"3"' });

  expect(post).toMatchObject({
    ...words,
    authorId: author.id,
    status: "draft",
    publishedAt: null,
    version: 1,
  });
  expect(created.headers.get("location")).toBe(`/api/posts/${post.id}`);
  expect(shown).toMatchObject({ status: "published", version: 2 });
  expect([shownPage.status, archived.status, hidden.status]).toEqual([200, 200, 404]);
  expect([deleted.status, again.status]).toEqual([204, 404]);
});

test("a post that comes back keeps the time at which it was first shown", async () => {
  const { tenant, owner } = await newBlog();
  clock.set(Date.UTC(2026, 10, 29, 12));
  const post = await write(tenant, owner);
  const first = await publish(tenant, owner, post);
  clock.advance(60_000);
  await send(tenant, `/${post.id}/archive`, { by: owner, method: "POST", ifMatch: "*" });
  clock.advance(60_000);
  const second = await publish(tenant, owner, post);

  expect(second.publishedAt).toBe(first.publishedAt);
  expect(second.updatedAt).toBe(first.publishedAt! + 120_000);
});

test("a change names the version that it was made from, and of two only one is made", async () => {
  const { tenant, owner } = await newBlog();
  const { id } = await write(tenant, owner);
  const read = await send(tenant, `/${id}`, { by: owner });
  const tag = read.headers.get("etag")!;
  const patch = async (title: string, ifMatch?: string) =>
    await send(tenant, `/${id}`, { by: owner, method: "PATCH", body: { title }, ifMatch });
  const [one, two] = await Promise.all([patch("One", tag), patch("Two", tag)]);
  const stale = one.status === 200 ? two : one;

  expect(tag).toBe('"1"');
  expect([one.status, two.status].toSorted((a, b) => a - b)).toEqual([200, 412]);
  expect(stale.headers.get("etag")).toBe('"2"');
  expect((await patch("Three")).status).toBe(428);
  expect((await patch("Three", "")).status).toBe(428);
  expect((await patch("Three", `W/"2"`)).status).toBe(412);
  expect((await patch("Three", "anything")).status).toBe(412);
  expect((await patch("Three", '"7", "2"')).status).toBe(200);
  expect((await patch("Four", "*")).status).toBe(200);
  expect((await send(tenant, `/${id}`, { by: owner })).headers.get("etag")).toBe('"4"');
});

test("what has not changed is not sent again", async () => {
  const { tenant, owner } = await newBlog();
  const { id } = await write(tenant, owner);
  const headers = { ...owner.headers, "If-None-Match": '"1"' };
  const answer = await request(tenant, `/api/posts/${id}`, { headers });

  expect(answer.status).toBe(304);
  expect(await answer.text()).toBe("");
});

test.for([
  ["a slug that is none", { slug: "-a" }, "/slug"],
  ["a title of nothing", { title: "  " }, "/title"],
  ["too long a title", { title: "t".repeat(201) }, "/title"],
  ["too long a description", { description: "d".repeat(401) }, "/description"],
  ["too long a text", { markdown: "m".repeat(100_001) }, "/markdown"],
  ["a text that SQLite would cut", { markdown: "a\u0000b" }, "/markdown"],
  ["half of a pair", { title: "\uD800" }, "/title"],
  ["a field of its own", { status: "published" }, ""],
] as const)("a draft with %s is refused, and the field is named", async ([, words, pointer]) => {
  const { tenant, owner } = await newBlog();
  const answer = await send(tenant, "", { by: owner, method: "POST", body: { ...draft(), ...words } });

  expect(answer.status).toBe(400);
  expect(Problem.parse(await answer.json()).errors).toMatchObject([{ pointer }]);
});

test("a post of the greatest length in any script is kept as it is", async () => {
  const { tenant, owner } = await newBlog();
  const markdown = "木".repeat(100_000);
  const { id } = await write(tenant, owner, {
    markdown,
    title: "'; DROP TABLE posts; --",
    description: '"?1"',
  });
  const post = WholePost.parse(await (await send(tenant, `/${id}`, { by: owner })).json());

  expect(post.markdown).toBe(markdown);
  expect([post.title, post.description]).toEqual(["'; DROP TABLE posts; --", '"?1"']);
});

test("two posts of a blog have two slugs, and of two blogs they may share one", async () => {
  const { tenant, owner } = await newBlog();
  const other = await newTenant({ tier: "evergreen" });
  const { slug } = await write(tenant, owner);
  const { id } = await write(tenant, owner);
  const body = { ...draft(), slug };
  const twin = await send(tenant, "", { by: owner, method: "POST", body });
  const renamed = await send(tenant, `/${id}`, { by: owner, method: "PATCH", body: { slug }, ifMatch: "*" });
  const elsewhere = await send(other, "", { by: await ownerOf(other), method: "POST", body });

  expect([twin.status, renamed.status, elsewhere.status]).toEqual([409, 409, 201]);
  expect(Problem.parse(await twin.json()).errors).toMatchObject([{ pointer: "/slug" }]);
  expect(Problem.parse(await renamed.json()).errors).toMatchObject([{ pointer: "/slug" }]);
});

test("a seedling has a hundred posts, also when many are written at once, and a place that comes free is taken", async () => {
  const { tenant, owner, editor } = await newBlog({ tier: "seedling" });
  const ids = await Promise.all(
    Array.from({ length: 97 }, async () => (await insert(tenant.id, owner.id)).id),
  );
  const create = async () => await send(tenant, "", { by: owner, method: "POST", body: draft() });
  const answers = await Promise.all(Array.from({ length: 6 }, create));
  const full = answers.find(({ status }) => status === 403)!;
  await send(tenant, `/${ids[0]}`, { by: editor, method: "DELETE", ifMatch: "*" });

  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 403)).toHaveLength(3);
  expect(Problem.parse(await full.json())).toMatchObject({
    title: "The plan has no room for more",
    "violated-policies": ["posts"],
  });
  expect((await create()).status).toBe(201);
});

test("a user writes ten posts an hour", async () => {
  clock.set(Date.UTC(2026, 10, 29, 12));
  const { tenant, owner, editor } = await newBlog();
  const statuses = [];
  const create = async () => (await send(tenant, "", { by: owner, method: "POST", body: draft() })).status;
  for (let sent = 0; sent < 11; sent++) statuses.push(await create());
  const another = await send(tenant, "", { by: editor, method: "POST", body: draft() });

  expect(statuses).toEqual([...Array<number>(10).fill(201), 429]);
  expect(another.status).toBe(201);
});
