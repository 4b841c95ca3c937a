import { WholePost } from "#grove/contracts/post";
import { clock, type TestActor } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { draft, insert, page, publish, send, write } from "./post-api.requests.ts";
import { change, clear, copiesOf, newShadowed, remove, titleFor } from "./shadow-posts.requests.ts";

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

test("what was written stays hidden after the ban, until its writer changes it", async () => {
  const blog = await newShadowed();
  const { tenant, owner, writer } = blog;
  const shown = await publish(tenant, owner, await write(tenant, owner));
  await change(tenant, shown, { by: writer, body: { title: "Hidden change" } });
  clock.advance(1);
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

/** A post that its writer has changed while shadow banned and its owner has changed since, when the ban is over. */
async function newOvertaken({ times }: { readonly times: number }) {
  const blog = await newShadowed();
  const { tenant, owner, writer } = blog;
  const post = await publish(tenant, owner, await write(tenant, owner));
  await change(tenant, post, { by: writer, body: { title: "Hidden" } });
  for (let time = 1; time <= times; time++)
    await change(tenant, post, { by: owner, body: { title: `Theirs ${time}` } });
  await clear(blog);
  return { tenant, writer, post };
}

test("a post that somebody else has changed since is not overwritten by what was hidden", async () => {
  const { tenant, writer, post } = await newOvertaken({ times: 2 });
  const stale = await change(tenant, post, { by: writer, ifMatch: '"3"', body: { description: "More" } });
  const read = await titleFor(tenant, post, writer);
  const forced = await change(tenant, post, { by: writer, ifMatch: '"4"', body: { description: "More" } });

  expect([stale.status, stale.headers.get("etag")]).toEqual([412, '"4"']);
  expect(read).toBe("Theirs 2");
  expect(WholePost.parse(await forced.json())).toMatchObject({
    title: "Theirs 2",
    description: "More",
    version: 5,
  });
});

test("who insists on a change makes it to what everybody has by then", async () => {
  const { tenant, writer, post } = await newOvertaken({ times: 1 });
  const answer = await change(tenant, post, { by: writer, ifMatch: "*", body: { description: "More" } });

  expect(WholePost.parse(await answer.json())).toMatchObject({
    title: "Theirs 1",
    description: "More",
    version: 4,
  });
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
