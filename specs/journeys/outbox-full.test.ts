import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { SANDBOX_POST } from "#grove/contracts/sandbox";
import { PostDO } from "#grove/objects/post-do";
import { clock, newMember } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { faultyD1 } from "./loom.faulty.ts";

/** What an outbox holds at most. */
const MOST = 10_000;

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  // The platform's own clock stays behind: nothing fires that the test does not fire.
  clock.advance(3_600_000);
});

afterEach(() => void vi.restoreAllMocks());

/** A post in an object of its own, whose D1 can be made to fail. */
async function newPost() {
  const { id, path, headers } = await newMember();
  const object = env.POSTS.getByName(`post:${id}:${SANDBOX_POST}`);
  const d1 = faultyD1(env.DB);
  const post = await runInDurableObject(
    object,
    (_instance, ctx) => new PostDO(ctx, { ...env, DB: d1.db } as Env),
  );
  const inside = async <Result>(act: () => Result): Promise<Awaited<Result>> =>
    await runInDurableObject(object, async () => await act());
  const addComment: PostDO["addComment"] = async (comment) =>
    await inside(async () => await post.addComment(comment));
  const POSTS = { getByName: () => ({ addComment }) } as unknown as Env["POSTS"];

  return {
    d1,
    /** So many readers react at once; says how many of them were answered that it is done. */
    react: async (readers: number) =>
      await inside(async () => {
        const reactions = Array.from(
          { length: readers },
          async (_, i) =>
            await post.toggleReaction({ userId: `reader ${i}`, isShadowed: false, type: "like" }),
        );
        return (await Promise.all(reactions)).filter(({ kind }) => kind === "committed").length;
      }),
    counts: async () => await inside(() => post.getReactionCounts()),
    fire: async () => await inside(async () => await post.alarm()),
    alarmAt: async () => await runInDurableObject(object, async (_, { storage }) => await storage.getAlarm()),
    comment: async () => {
      const asked = new Request(`http://${env.BASE_DOMAIN}${path}/posts/${SANDBOX_POST}/comments`, {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json" },
        body: JSON.stringify({ text: "one more" }),
      });
      return await app.fetch(asked, { ...env, POSTS });
    },
  };
}

test("of readers who react at once, those are refused for whom there is no room, and they are not counted", async () => {
  const { react, counts } = await newPost();

  expect(await react(MOST + 10)).toBe(MOST);
  expect(await counts()).toMatchObject({ like: MOST });
});

test("a post that is full, while D1 is away, says when D1 is asked next, and takes comments again after it", async () => {
  const { react, d1, fire, alarmAt, comment } = await newPost();
  await react(MOST);
  d1.faults.push("refuse", "refuse", "refuse", "refuse");
  for (const seconds of [1, 2, 4, 8]) {
    await fire();
    const refused = await comment();
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe(`${seconds}`);
    expect(await alarmAt()).toBe(Date.now() + seconds * 1_000);
    clock.advance(seconds * 1_000);
  }
  await fire();

  expect((await comment()).status).toBe(201);
});
