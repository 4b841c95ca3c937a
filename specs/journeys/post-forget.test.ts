import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { PostDO } from "#grove/objects/post-do";
import { openTenant } from "#grove/tenancy/open-tenant";
import { clock, evict, newTenant, ownerOf } from "#specs/fixtures";
import { expect, test } from "vitest";
import { publish, write } from "./post-api.requests.ts";

const MINUTE = 60_000;

/** D1 that writes a batch and keeps the answer until it is let go, or loses it. */
function heldD1(real: D1Database) {
  const held = Promise.withResolvers<undefined>();
  const batch = async (statements: D1PreparedStatement[]): Promise<D1Result[]> => {
    const results = await real.batch(statements);
    await held.promise;
    return results;
  };
  const db = { prepare: (sql: string) => real.prepare(sql), batch } as unknown as D1Database;
  return {
    db,
    release: () => held.resolve(undefined),
    lose: () => held.reject(new Error("D1_ERROR: Network connection lost.")),
  };
}

/** A published post in an object of its own, whose flush waits for its answer. */
async function newPost() {
  // Not in the past, where the platform would find the object's alarms overdue.
  clock.set(Date.now());
  const tenant = await newTenant({ tier: "evergreen" });
  const owner = await ownerOf(tenant);
  const { id } = await publish(tenant, owner, await write(tenant, owner));
  const object = openTenant(env, tenant.id).post(id);
  const { db, release, lose } = heldD1(env.DB);
  const comment = (text: string) => ({
    id: crypto.randomUUID(),
    text,
    authorId: "somebody",
    isShadowed: false,
    at: Date.now(),
  });
  return {
    object,
    release,
    lose,
    comment,
    inside: async <Result>(
      act: (post: PostDO, ctx: DurableObjectState) => Promise<Result>,
    ): Promise<Result> =>
      await runInDurableObject(
        object,
        async (_, ctx) => await act(new PostDO(ctx, { ...env, DB: db } as Env), ctx),
      ),
    remove: async () =>
      await env.DB.prepare("DELETE FROM posts WHERE tenant_id = ? AND id = ?").bind(tenant.id, id).run(),
    texts: async (): Promise<string[]> => {
      const read = env.DB.prepare(
        "SELECT text FROM comments WHERE tenant_id = ? AND post_id = ? ORDER BY text",
      );
      const { results } = await read.bind(tenant.id, id).all<{ text: string }>();
      return results.map(({ text }) => text);
    },
  };
}

test("a flush that fails after its post has gone leaves the alarm to what the object still has to do", async () => {
  const { inside, comment, remove, lose } = await newPost();
  const alarmAt = await inside(async (post, { storage }) => {
    await post.addComment(comment("on its way"));
    const flushing = post.alarm();
    await remove();
    await post.settleRemoval();
    lose();
    await flushing;
    return await storage.getAlarm();
  });

  expect(alarmAt).toBe(Date.now() + 10 * MINUTE);
});

test("a flush that ends after all was forgotten takes nothing from what has come since", async () => {
  const { object, inside, comment, release, texts } = await newPost();
  await inside(async (post) => {
    await post.addComment(comment("before"));
    const flushing = post.flush();
    await post.forget();
    await post.addComment(comment("since"));
    release();
    await flushing;
  });
  await evict(object);
  await object.flush();

  expect(await texts()).toEqual(["before", "since"]);
});
