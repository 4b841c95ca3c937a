import { readReactionCounts } from "#grove/storage/reaction-counts";
import { evict, newPost } from "#specs/fixtures";
import { expect, test } from "vitest";
import { ask, list, newOwned } from "./letters.requests.ts";

test("a count that D1 refused is not there to be replayed when the count has changed since", async () => {
  const { tenant, owner, data } = await newOwned();
  const post = data.post("late");
  await post.toggleReaction({ userId: "u-1", isShadowed: false, type: "like" });
  await post.flush();
  const letters = await list(tenant, "post:late", owner);
  await evict(post);
  await newPost(tenant, { id: "late" });
  await post.toggleReaction({ userId: "u-2", isShadowed: false, type: "like" });
  const replayed = await ask(tenant, "/post:late/1/replay", { by: owner, method: "POST" });
  await post.flush();

  expect(letters).toMatchObject([{ id: 1, from: "outbox", what: "reactions" }]);
  expect([replayed.status, await list(tenant, "post:late", owner)]).toEqual([404, []]);
  expect(await readReactionCounts(data.db, "late")).toEqual({ like: 2 });
});
