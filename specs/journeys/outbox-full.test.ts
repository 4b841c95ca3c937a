import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { SANDBOX_POST } from "#grove/contracts/sandbox";
import { PostDO } from "#grove/objects/post-do";
import { clock, newMember } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { faultyD1 } from "./loom.faulty.ts";

beforeEach(() => void vi.spyOn(console, "warn").mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

/** A post whose object is full, and whose D1 can be made to fail. */
async function newFullPost() {
  // The platform's own clock is behind: nothing fires that the test does not fire.
  clock.advance(3_600_000);
  const { id, path, headers } = await newMember();
  const object = env.POSTS.getByName(`post:${id}:${SANDBOX_POST}`);
  const d1 = faultyD1(env.DB);
  const post = await runInDurableObject(
    object,
    (_instance, ctx) => new PostDO(ctx, { ...env, DB: d1.db } as Env),
  );
  const inside = async <Result>(act: () => Promise<Result>) => await runInDurableObject(object, act);
  const addComment: PostDO["addComment"] = async (comment) =>
    await inside(async () => await post.addComment(comment));
  const POSTS = { getByName: () => ({ addComment }) } as unknown as Env["POSTS"];
  const fits = async (length: number): Promise<boolean> => {
    const comment = { id: crypto.randomUUID(), text: "a".repeat(length), authorId: id, at: 0 };
    return (await addComment({ ...comment, isShadowed: false })).kind === "committed";
  };
  for (const length of [100_000, 1_000, 1]) while (await fits(length));

  return {
    d1,
    fire: async () => await inside(async () => await post.alarm()),
    alarmAt: async () => await runInDurableObject(object, async (_, { storage }) => await storage.getAlarm()),
    comment: async () =>
      await app.fetch(
        new Request(`http://${env.BASE_DOMAIN}${path}/posts/${SANDBOX_POST}/comments`, {
          method: "POST",
          headers: { ...headers, "Content-Type": "application/json" },
          body: JSON.stringify({ text: "one more" }),
        }),
        { ...env, POSTS },
      ),
  };
}

test("a post that is full, while D1 is away, says when D1 is asked next, and takes comments again after it", async () => {
  const { d1, fire, alarmAt, comment } = await newFullPost();
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
