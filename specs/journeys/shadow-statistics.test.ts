import { waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { Comment } from "#grove/contracts/comment";
import { newContext, tenantObject, type TestActor, type TestTenant } from "#specs/fixtures";
import { expect, test, vi } from "vitest";
import { publish, write } from "./post-api.requests.ts";
import { clear, newShadowed } from "./shadow-posts.requests.ts";

/** Sends a request in somebody's name, and waits for all that goes on after its answer. */
async function send(on: TestTenant, path: string, { by, body }: { by: TestActor; body?: object }) {
  const context = newContext();
  const init = {
    headers: { ...by.headers, "Content-Type": "application/json", "cf-connecting-ip": "203.0.113.7" },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  };
  const answer = await app.fetch(new Request(on.origin + path, init), env, context);
  await waitOnExecutionContext(context);
  return answer;
}

test("what only a shadow-banned writer sees is in nobody's statistics", async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  const blog = await newShadowed();
  const { tenant, owner, writer: by } = blog;
  const shown = await publish(tenant, owner, await write(tenant, owner));
  const hidden = await publish(tenant, by, await write(tenant, by));
  const parent = await send(tenant, `/api/posts/${shown.id}/comments`, { by, body: { text: "Hidden" } });
  const { id: parentId } = Comment.parse(await parent.json());
  const acts = [
    await send(tenant, `/posts/${hidden.slug}`, { by }),
    await send(tenant, `/api/posts/${hidden.id}/comments`, { by, body: { text: "Hidden too" } }),
    await send(tenant, `/api/posts/${hidden.id}/reactions`, { by, body: { type: "like" } }),
  ];
  await clear(blog);
  acts.push(
    await send(tenant, `/posts/${hidden.slug}`, { by }),
    await send(tenant, `/api/posts/${shown.id}/comments`, { by, body: { text: "An answer", parentId } }),
    await send(tenant, `/api/posts/${hidden.id}/reactions`, { by, body: { type: "love" } }),
  );
  const counted = await tenantObject(tenant).flushAnalytics();
  const seen = await send(tenant, `/posts/${shown.slug}`, { by });

  expect(acts.map(({ status }) => status)).toEqual([200, 201, 200, 200, 201, 200]);
  expect(counted).toMatchObject({ events: 0 });
  expect(seen.status).toBe(200);
  expect(await tenantObject(tenant).flushAnalytics()).toMatchObject({ events: 1 });
});
