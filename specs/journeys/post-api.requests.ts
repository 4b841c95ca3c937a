import { env } from "cloudflare:workers";
import { type ListedPost, PostPage, WholePost } from "#grove/contracts/post";
import { newMemberOf, newTenant, ownerOf, request, type TestActor, type TestTenant } from "#specs/fixtures";

/** A blog with one member of each role. */
export interface TestBlog {
  readonly tenant: TestTenant;
  readonly owner: TestActor;
  readonly admin: TestActor;
  readonly editor: TestActor;
  readonly author: TestActor;
  readonly viewer: TestActor;
}

export async function newBlog({
  tier = "evergreen",
}: Parameters<typeof newTenant>[0] = {}): Promise<TestBlog> {
  const tenant = await newTenant({ tier });
  const [owner, admin, editor, author, viewer] = [
    await ownerOf(tenant),
    await newMemberOf(tenant, "admin"),
    await newMemberOf(tenant, "editor"),
    await newMemberOf(tenant, "author"),
    await newMemberOf(tenant, "viewer"),
  ];
  return { tenant, owner, admin, editor, author, viewer };
}

interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  readonly ifMatch?: string | undefined;
}

/** Sends a request to a blog's post API, in the name of somebody or of nobody. */
export async function send(
  on: TestTenant,
  path: string,
  { by, method = "GET", body, ifMatch }: Sent & { readonly by?: TestActor | undefined } = {},
): Promise<Response> {
  const headers = {
    ...by?.headers,
    ...(body !== undefined && { "Content-Type": "application/json" }),
    ...(ifMatch !== undefined && { "If-Match": ifMatch }),
  };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  return await request(on, `/api/posts${path}`, init);
}

let drafts = 0;

/** What a draft says, with a slug that no other has. */
export function draft(): { slug: string; title: string; description: string; markdown: string } {
  drafts += 1;
  return { slug: `draft-${drafts}`, title: "A draft", description: "", markdown: "Some text." };
}

/** Adds a draft through the API, and gives it. */
export async function write(on: TestTenant, by: TestActor, words: object = {}): Promise<WholePost> {
  const answer = await send(on, "", { by, method: "POST", body: { ...draft(), ...words } });
  return WholePost.parse(await answer.json());
}

/** Publishes a post in the name of somebody who may. */
export async function publish(on: TestTenant, by: TestActor, { id }: { id: string }): Promise<WholePost> {
  return WholePost.parse(
    await (await send(on, `/${id}/publish`, { by, method: "POST", ifMatch: "*" })).json(),
  );
}

/** The ids of a page of the list, and its cursor. */
export async function page(
  on: TestTenant,
  query: string,
  by?: TestActor,
): Promise<{ ids: string[]; posts: ListedPost[]; next: string | undefined }> {
  const { posts, next } = PostPage.parse(await (await send(on, query, { by })).json());
  return { ids: posts.map(({ id }) => id), posts, next };
}

/** Puts a post into the database, past the limit of posts an hour. */
export async function insert(tenantId: string, authorId: string, status = "draft"): Promise<{ id: string }> {
  const id = crypto.randomUUID();
  await env.DB.prepare(
    `INSERT INTO posts (tenant_id, id, slug, author_id, title, markdown, status, published_at, created_at, updated_at)
     VALUES (?1, ?2, ?2, ?3, 'A post', 'Some text.', ?4, 0, ?5, ?5)`,
  )
    .bind(tenantId, id, authorId, status, Date.now())
    .run();
  return { id };
}
