import { runDurableObjectAlarm } from "cloudflare:test";
import { dayOf, endOf } from "#grove/contracts/statistics";
import { readReactionCounts } from "#grove/storage/reaction-counts";
import { clock, evict, newPost } from "#specs/fixtures";
import { expect, test } from "vitest";
import { ask, list, newOwned, setAside } from "./letters.requests.ts";

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

test("views of a page that D1 refused are not there to be replayed when the day was written down since", async () => {
  // Tomorrow: what is due then is not due by the platform's own clock, and waits for the test.
  const morning = endOf(dayOf(Date.now())) + 36_000_000;
  clock.set(morning);
  const { tenant, owner, data } = await newOwned();
  const day = dayOf(morning);
  const object = data.analytics(day);
  const [path, visitor] = ["/", "a hash"];
  await setAside(object, { what: "pages", body: { path, views: 1, uniqueViews: 1 } });
  const events = [1, 2].map((place) => ({
    place,
    stream: "events",
    body: { kind: "view", path, at: morning, visitor },
  }));
  await object.recordEvents({ source: "a test", epoch: "one", events });
  await object.finalize();
  const replayed = await ask(tenant, `/day:${day}/1/replay`, { by: owner, method: "POST" });
  clock.advance(86_400_000);
  await runDurableObjectAlarm(object);
  await runDurableObjectAlarm(object);
  const views = await data.db
    .prepare("SELECT views FROM page_statistics WHERE day = ? AND path = ?")
    .bind(day, path)
    .first("views");

  expect([replayed.status, views]).toEqual([404, 2]);
});
