import { MediaPage } from "#grove/contracts/media";
import { clock, request, type TestActor } from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";
import { ask, keptOf, stored } from "./media.requests.ts";
import { newBlog, type TestBlog } from "./post-api.requests.ts";
import { escalate, shadowBan } from "./shadow-bans.requests.ts";
import { signInAgain } from "./shadow-media.requests.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const DAY = 86_400_000;

beforeEach(() => {
  clock.set(NOON);
});

/** What may pass between what a member does and what is seen of it. */
const PASSES: readonly [string, (blog: TestBlog) => Promise<TestBlog>][] = [
  ["during the ban", async (blog) => await Promise.resolve(blog)],
  [
    "when it is over",
    async (blog) => {
      clock.advance(DAY);
      return await signInAgain(blog);
    },
  ],
  [
    "after clearing",
    async (blog) => {
      await blog.admin.object.clearAbuse({ by: "an operator", reason: "An error" });
      return blog;
    },
  ],
];

/** The ids of the files that somebody is shown in the list. */
async function listed({ tenant }: TestBlog, by: TestActor): Promise<string[]> {
  const answer = await request(tenant, "/api/media", { headers: by.headers });
  return MediaPage.parse(await answer.json()).media.map(({ id }) => id);
}

/** What the others are answered who ask for a file or have it already, and whether it is listed for them; each once. */
async function seenByOthers(blog: TestBlog, id: string): Promise<(number | boolean)[]> {
  const { tenant, owner, editor, viewer } = blog;
  const seen = [];
  for (const by of [undefined, owner, editor, viewer]) {
    const headers = { "If-None-Match": `"${id}"` };
    seen.push((await ask(tenant, id, { by })).status, (await ask(tenant, id, { by, headers })).status);
    if (by) seen.push((await listed(blog, by)).includes(id));
  }
  return [...new Set(seen)];
}

/** The same of one member. */
async function seenBy(blog: TestBlog, by: TestActor, id: string): Promise<(number | boolean)[]> {
  const known = await ask(blog.tenant, id, { by, headers: { "If-None-Match": "*" } });
  return [(await ask(blog.tenant, id, { by })).status, known.status, (await listed(blog, by)).includes(id)];
}

test.for(PASSES)(
  "what a shadow-banned member uploads is theirs to see and to delete, and nobody else's: %s",
  async ([, pass]) => {
    const before = await newBlog();
    await shadowBan(before.admin);
    const { id } = await stored(before.tenant, { by: before.admin });
    const blog = await pass(before);
    const { tenant, admin } = blog;
    const cookie = { Cookie: `grove_session=${admin.sealed}` };

    expect(await seenBy(blog, admin, id)).toEqual([200, 304, true]);
    expect((await ask(tenant, id, { headers: cookie })).status).toBe(200);
    expect(await seenByOthers(blog, id)).toEqual([404, false]);
    expect((await ask(tenant, id, { by: admin, method: "DELETE" })).status).toBe(204);
    expect(await seenBy(blog, admin, id)).toEqual([404, 404, false]);
    expect(await keptOf(tenant)).toEqual({ objects: [], rows: [] });
  },
);

test.for(PASSES)(
  "what a shadow-banned member deletes of others' is gone for them, and for nobody else: %s",
  async ([, pass]) => {
    const before = await newBlog();
    const { id } = await stored(before.tenant, { by: before.author });
    await shadowBan(before.admin);
    const deleted = await ask(before.tenant, id, { by: before.admin, method: "DELETE" });
    const blog = await pass(before);
    const { tenant, admin } = blog;
    const again = await ask(tenant, id, { by: admin, method: "DELETE" });

    expect([deleted.status, again.status]).toEqual([204, 404]);
    expect(await seenBy(blog, admin, id)).toEqual([404, 404, false]);
    expect(await seenByOthers(blog, id)).toEqual([200, 304, true]);
    expect(await keptOf(tenant)).toEqual({ objects: [id], rows: [id] });
  },
);

test("who deletes what is their own deletes it for everybody, banned or not", async () => {
  const blog = await newBlog();
  const { tenant, author } = blog;
  const { id } = await stored(tenant, { by: author });
  await shadowBan(author);
  const deleted = await ask(tenant, id, { by: author, method: "DELETE" });

  expect(deleted.status).toBe(204);
  expect(await seenByOthers(blog, id)).toEqual([404, false]);
  expect(await keptOf(tenant)).toEqual({ objects: [], rows: [] });
});

test("of two shadow-banned members neither sees what the other uploads, nor misses what the other deletes", async () => {
  const blog = await newBlog();
  const { tenant, author, editor, owner } = blog;
  const early = await stored(tenant, { by: owner });
  await escalate(author, 4);
  await shadowBan(editor);
  const late = await stored(tenant, { by: author });
  await ask(tenant, early.id, { by: editor, method: "DELETE" });

  expect(await listed(blog, author)).toEqual([late.id, early.id]);
  expect(await listed(blog, editor)).toEqual([]);
});

test("a file that is removed for one is deleted for all by another, and nothing is left of it", async () => {
  const blog = await newBlog();
  const { tenant, author, editor, admin } = blog;
  const { id } = await stored(tenant, { by: author });
  await shadowBan(editor);
  await ask(tenant, id, { by: editor, method: "DELETE" });
  const deleted = await ask(tenant, id, { by: admin, method: "DELETE" });

  expect(deleted.status).toBe(204);
  expect(await seenByOthers(blog, id)).toEqual([404, false]);
  expect(await keptOf(tenant)).toEqual({ objects: [], rows: [] });
});

test("who deletes another's hidden file is answered as for none at all, and leaves it", async () => {
  const blog = await newBlog();
  const { tenant, author, owner, viewer } = blog;
  await shadowBan(author);
  const { id } = await stored(tenant, { by: author });
  const tell = async (by: TestActor, asked: string) => {
    const answer = await ask(tenant, asked, { by, method: "DELETE" });
    const requestId = answer.headers.get("x-request-id") ?? "no id";
    return [answer.status, (await answer.text()).replaceAll(requestId, "…").replaceAll(asked, "…")];
  };

  for (const by of [owner, viewer]) expect(await tell(by, id)).toEqual(await tell(by, crypto.randomUUID()));
  expect(await seenBy(blog, author, id)).toEqual([200, 304, true]);
});
