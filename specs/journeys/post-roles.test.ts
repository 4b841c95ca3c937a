import { newActor } from "#specs/fixtures";
import { expect, test } from "vitest";
import { draft, insert, newBlog, send, type TestBlog } from "./post-api.requests.ts";

const ROLES = ["owner", "admin", "editor", "author", "viewer", "stranger", "nobody"] as const;
type Sender = (typeof ROLES)[number];

/** What each sender is answered: a post of the author's own is theirs, and any other is the owner's. */
const MATRIX: Readonly<Record<string, Readonly<Record<Sender, number>>>> = {
  create: { owner: 201, admin: 201, editor: 201, author: 201, viewer: 403, stranger: 403, nobody: 401 },
  "read a draft": {
    owner: 200,
    admin: 200,
    editor: 200,
    author: 200,
    viewer: 200,
    stranger: 404,
    nobody: 404,
  },
  "read what is published": {
    owner: 200,
    admin: 200,
    editor: 200,
    author: 200,
    viewer: 200,
    stranger: 200,
    nobody: 200,
  },
  "update a foreign": {
    owner: 200,
    admin: 200,
    editor: 200,
    author: 403,
    viewer: 403,
    stranger: 403,
    nobody: 401,
  },
  "publish a foreign": {
    owner: 200,
    admin: 200,
    editor: 200,
    author: 403,
    viewer: 403,
    stranger: 403,
    nobody: 401,
  },
  "archive a foreign": {
    owner: 200,
    admin: 200,
    editor: 200,
    author: 403,
    viewer: 403,
    stranger: 403,
    nobody: 401,
  },
  "delete a foreign": {
    owner: 204,
    admin: 204,
    editor: 204,
    author: 403,
    viewer: 403,
    stranger: 403,
    nobody: 401,
  },
  "update the author's": {
    owner: 200,
    admin: 200,
    editor: 200,
    author: 200,
    viewer: 403,
    stranger: 403,
    nobody: 401,
  },
  "publish the author's": {
    owner: 200,
    admin: 200,
    editor: 200,
    author: 200,
    viewer: 403,
    stranger: 403,
    nobody: 401,
  },
  "archive the author's": {
    owner: 200,
    admin: 200,
    editor: 200,
    author: 200,
    viewer: 403,
    stranger: 403,
    nobody: 401,
  },
  "delete the author's": {
    owner: 204,
    admin: 204,
    editor: 204,
    author: 204,
    viewer: 403,
    stranger: 403,
    nobody: 401,
  },
};

const CHANGES: Readonly<Record<string, { path: string; method: string; body?: object }>> = {
  update: { path: "", method: "PATCH", body: { title: "Changed" } },
  publish: { path: "/publish", method: "POST" },
  archive: { path: "/archive", method: "POST" },
  delete: { path: "", method: "DELETE" },
};

async function tryAll(blog: TestBlog, sender: Sender): Promise<Record<string, number>> {
  const { tenant, owner, author } = blog;
  const by = sender === "nobody" ? undefined : sender === "stranger" ? await newActor() : blog[sender];
  const posts = { foreign: owner, author };
  const statuses: Record<string, number> = {};
  const tell = (what: string, { status }: Response) => void (statuses[what] = status);
  for (const [whose, writer] of Object.entries(posts)) {
    for (const [verb, { path, ...init }] of Object.entries(CHANGES)) {
      const { id } = await insert(tenant.id, writer.id);
      const name = whose === "foreign" ? `${verb} a foreign` : `${verb} the author's`;
      tell(name, await send(tenant, `/${id}${path}`, { by, ...init, ifMatch: '"1"' }));
    }
  }
  tell("create", await send(tenant, "", { by, method: "POST", body: draft() }));
  tell("read a draft", await send(tenant, `/${(await insert(tenant.id, owner.id)).id}`, { by }));
  const shown = await insert(tenant.id, owner.id, "published");
  tell("read what is published", await send(tenant, `/${shown.id}`, { by }));
  return statuses;
}

test.for(ROLES)("%s may do what the table says, verb by verb", async (sender) => {
  const statuses = await tryAll(await newBlog(), sender);
  const expected = Object.entries(MATRIX).map(([what, answers]) => [what, answers[sender]]);

  expect(expected).toHaveLength(11);
  expect(statuses).toEqual(Object.fromEntries(expected));
});
