import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { PostDO } from "#grove/objects/post-do";
import { openTenant } from "#grove/tenancy/open-tenant";
import {
  clock,
  evict,
  newSilence,
  newTenant,
  ownerOf,
  type Silence,
  type TestActor,
  type TestTenant,
  warningsOf,
} from "#specs/fixtures";
import { expect, test } from "vitest";
import { publish, send, write } from "./post-api.requests.ts";

const MINUTE = 60_000;
const FAILURE = Object.assign(new Error("Network connection lost."), { retryable: true });

interface Discussed {
  readonly tenant: TestTenant;
  readonly owner: TestActor;
  readonly id: string;
  readonly object: DurableObjectStub<PostDO>;
}

/** A published post with a comment that D1 has, and a comment and a reaction that are on their way. */
async function newDiscussed(): Promise<Discussed> {
  // Not in the past, where the platform would find the object's alarms overdue.
  clock.set(Date.now());
  const tenant = await newTenant({ tier: "evergreen" });
  const owner = await ownerOf(tenant);
  const { id } = await publish(tenant, owner, await write(tenant, owner));
  const object = openTenant(env, tenant.id).post(id);
  await comment({ tenant, owner, id, object });
  await object.flush();
  await comment({ tenant, owner, id, object });
  await send(tenant, `/${id}/reactions`, { by: owner, method: "POST", body: { type: "like" } });
  return { tenant, owner, id, object };
}

async function comment({ tenant, owner, id }: Discussed): Promise<Response> {
  return await send(tenant, `/${id}/comments`, { by: owner, method: "POST", body: { text: "Hello" } });
}

async function remove({ tenant, owner, id }: Discussed): Promise<Response> {
  return await send(tenant, `/${id}`, { by: owner, method: "DELETE", ifMatch: "*" });
}

/** Rows of the post that D1 has, in every table that has some. */
async function rowsInD1({ tenant, id }: Discussed): Promise<number> {
  const counts = await env.DB.batch<{ n: number }>([
    env.DB.prepare("SELECT count(*) AS n FROM posts WHERE tenant_id = ? AND id = ?").bind(tenant.id, id),
    env.DB.prepare("SELECT count(*) AS n FROM comments WHERE tenant_id = ? AND post_id = ?").bind(
      tenant.id,
      id,
    ),
    env.DB.prepare("SELECT count(*) AS n FROM reaction_counts WHERE tenant_id = ? AND post_id = ?").bind(
      tenant.id,
      id,
    ),
  ]);
  return counts.reduce((sum, { results }) => sum + (results[0]?.n ?? 0), 0);
}

/** The tables that the object has, with how many rows each holds. */
async function tablesOf({ object }: Discussed): Promise<Record<string, number>> {
  return await runInDurableObject(object, (_, { storage: { sql } }) => {
    const names = sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
      )
      .toArray();
    return Object.fromEntries(
      names.map(({ name }) => [name, sql.exec<{ n: number }>(`SELECT count(*) AS n FROM "${name}"`).one().n]),
    );
  });
}

test("what is on its way to a post that is deleted goes with it, and nothing comes back", async () => {
  const post = await newDiscussed();
  const before = await rowsInD1(post);
  const answer = await remove(post);
  const left = await tablesOf(post);
  clock.advance(6 * MINUTE);
  await runDurableObjectAlarm(post.object);

  expect(before).toBe(2);
  expect(answer.status).toBe(204);
  expect(left).toEqual({ loom_steps: 1, loom_timers: 1 });
  expect(await rowsInD1(post)).toBe(0);
  expect((await post.object.getOutbox()).letters).toEqual([]);
});

test("who has not heard that the post is gone is told so, also after its object was put out of memory", async () => {
  const post = await newDiscussed();
  await remove(post);
  const first = await comment(post);
  await evict(post.object);
  const statuses = [await comment(post), await send(post.tenant, `/${post.id}/comments`)].map(
    ({ status }) => status,
  );
  const reacted = await send(post.tenant, `/${post.id}/reactions`, {
    by: post.owner,
    method: "POST",
    body: { type: "love" },
  });

  expect(first.status).toBe(404);
  expect([...statuses, reacted.status]).toEqual([404, 404, 404]);
  expect(await post.object.getReactionCounts()).toBeUndefined();
  expect(await tablesOf(post)).toEqual({ loom_steps: 1, loom_timers: 1 });
});

test("ten minutes later the object keeps nothing at all", async () => {
  const post = await newDiscussed();
  await remove(post);
  clock.advance(10 * MINUTE);
  await runDurableObjectAlarm(post.object);

  expect(await tablesOf(post)).toEqual({});
  expect(await runDurableObjectAlarm(post.object)).toBe(false);
});

test("if the one who deletes ends halfway, the post's object finds out by itself", async () => {
  const post = await newDiscussed();
  const real = post.object;
  const halting = {
    beginRemoval: async () => await real.beginRemoval(),
    settleRemoval: async () => await Promise.reject(FAILURE),
  };
  const init = { method: "DELETE", headers: { ...post.owner.headers, "If-Match": "*" } };
  const url = `${post.tenant.origin}/api/posts/${post.id}`;
  const answer = await app.fetch(new Request(url, init), { ...env, POSTS: { getByName: () => halting } });
  const kept = await tablesOf(post);
  await evict(real);
  clock.advance(MINUTE);
  await runDurableObjectAlarm(real);

  expect(answer.status).toBe(204);
  expect(kept["reactions"]).toBe(1);
  expect(await tablesOf(post)).toEqual({ loom_steps: 1, loom_timers: 1 });
  expect(await rowsInD1(post)).toBe(0);
});

/** Has the object live through so many alarms, a minute apart, while the database throws, or does not answer at all. */
async function liveWithoutD1(
  { object }: Discussed,
  { alarms, isSilent }: { readonly alarms: number; readonly isSilent: boolean },
): Promise<string[]> {
  const away = async () => await Promise.reject(new Error("D1_ERROR: Network connection lost."));
  let silence: Silence | undefined;
  const first = async () => await (silence?.keep() ?? away());
  const DB = { prepare: () => ({ bind: () => ({ first }) }), batch: away } as unknown as D1Database;
  const lines = await warningsOf(async () => {
    await runInDurableObject(object, async (_, ctx) => {
      const life = new PostDO(ctx, { ...env, DB } as Env);
      for (let alarm = 0; alarm < alarms; alarm++) {
        clock.advance(MINUTE);
        if (isSilent) silence = newSilence();
        await life.alarm();
      }
    });
  });
  await evict(object);
  return lines.map(({ problem = "" }) => problem);
}

test.for([
  { isSilent: false, how: "throws" },
  { isSilent: true, how: "never answers" },
])(
  "however long the database $how, the post's object goes on looking, and sets nothing aside",
  async ({ isSilent }) => {
    const post = await newDiscussed();
    await post.object.beginRemoval();
    await env.DB.prepare("DELETE FROM posts WHERE tenant_id = ? AND id = ?")
      .bind(post.tenant.id, post.id)
      .run();
    const told = await liveWithoutD1(post, { alarms: 7, isSilent });
    const { letters } = await post.object.getOutbox();
    const kept = await tablesOf(post);
    clock.advance(MINUTE);
    await runDurableObjectAlarm(post.object);

    expect(letters).toEqual([]);
    expect(told.filter((problem) => problem.startsWith("A removal is not settled"))).toHaveLength(7);
    expect(kept["reactions"]).toBe(1);
    expect(await tablesOf(post)).toEqual({ loom_steps: 1, loom_timers: 1 });
  },
);

test("a removal that was begun and not made takes nothing", async () => {
  const post = await newDiscussed();
  await post.object.beginRemoval();
  await evict(post.object);
  clock.advance(MINUTE);
  await runDurableObjectAlarm(post.object);

  expect((await comment(post)).status).toBe(201);
  expect(await post.object.getReactionCounts()).toMatchObject({ like: 1 });
  expect(await rowsInD1(post)).toBeGreaterThanOrEqual(3);
});

test("of two who delete at once, the one who finds the post still there leaves the other to be looked into", async () => {
  const post = await newDiscussed();
  await post.object.beginRemoval();
  await post.object.beginRemoval();
  await post.object.settleRemoval();
  // The other ends after this, and does not come back.
  await env.DB.prepare("DELETE FROM posts WHERE tenant_id = ? AND id = ?")
    .bind(post.tenant.id, post.id)
    .run();
  await evict(post.object);
  clock.advance(MINUTE);
  await runDurableObjectAlarm(post.object);

  expect(await tablesOf(post)).toEqual({ loom_steps: 1, loom_timers: 1 });
});

test("a made-up id makes no object", async () => {
  const { tenant, owner } = await newDiscussed();
  const made: string[] = [];
  const getByName = (name: string) => {
    made.push(name);
    return env.POSTS.getByName(name);
  };
  const init = { method: "DELETE", headers: { ...owner.headers, "If-Match": "*" } };
  const url = `${tenant.origin}/api/posts/made-up`;
  const answer = await app.fetch(new Request(url, init), { ...env, POSTS: { getByName } });

  expect(answer.status).toBe(404);
  expect(made).toEqual([]);
});
