import { env } from "cloudflare:workers";
import { WholePost } from "#grove/contracts/post";
import { clock, newMemberOf, type TestActor, type TestTenant } from "#specs/fixtures";
import { newBlog, send, type TestBlog } from "./post-api.requests.ts";
import { shadowBan } from "./shadow-bans.requests.ts";

export interface Shadowed extends TestBlog {
  readonly writer: TestActor;
}

/** A blog with an editor who is shadow banned, and barred from nothing else any more. */
export async function newShadowed(options: Parameters<typeof newBlog>[0] = {}): Promise<Shadowed> {
  clock.set(Date.now());
  const blog = await newBlog(options);
  const writer = await newMemberOf(blog.tenant, "editor");
  await shadowBan(writer);
  return { ...blog, writer };
}

/** Lifts the ban. */
export async function clear({ writer }: Shadowed): Promise<void> {
  await writer.object.clearAbuse({ by: "an operator", reason: "a mistake" });
}

interface Asked {
  readonly by?: TestActor;
  readonly ifMatch?: string;
  readonly body?: object;
}

/** Changes a post in the name of somebody. */
export async function change(
  on: TestTenant,
  { id }: { id: string },
  { by, ifMatch = "*", body = { title: "New" } }: Asked,
) {
  return await send(on, `/${id}`, { by, method: "PATCH", body, ifMatch });
}

/** Deletes a post in the name of somebody. */
export async function remove(
  on: TestTenant,
  { id }: { id: string },
  { by, ifMatch = "*" }: Asked,
): Promise<Response> {
  return await send(on, `/${id}`, { by, method: "DELETE", ifMatch });
}

/** What somebody, or anybody, is told that a post is called, or the status that says there is none. */
export async function titleFor(
  on: TestTenant,
  { id }: { id: string },
  by?: TestActor,
): Promise<string | number> {
  const answer = await send(on, `/${id}`, { by });
  return answer.status === 200 ? WholePost.parse(await answer.json()).title : answer.status;
}

/** How many posts a blog has that only a shadow-banned writer sees. */
export async function copiesOf({ id }: TestTenant): Promise<number> {
  const row = await env.DB.prepare("SELECT count(*) AS n FROM shadowed_posts WHERE tenant_id = ?")
    .bind(id)
    .first<{ n: number }>();
  return row!.n;
}
