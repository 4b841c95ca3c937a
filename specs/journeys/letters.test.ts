import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { LetterList } from "#grove/contracts/letter";
import { Problem } from "#grove/contracts/problem";
import { dayOf, endOf } from "#grove/contracts/statistics";
import { readDay } from "#grove/storage/statistics";
import { clock, evict, newActor, newPost, request, tenantObject, warningsOf } from "#specs/fixtures";
import { createSqlTimerStore } from "#implementations/loom";
import { expect, test } from "vitest";
import { ask, comment, keptIn, list, newOwned, poison, setAside } from "./letters.requests.ts";
import { newBlog } from "./post-api.requests.ts";

/** Tomorrow: what is due then is not due by the platform's own clock, and waits for the test. */
const MORNING = endOf(dayOf(Date.now())) + 36_000_000;

async function commentsIn(tenantId: string): Promise<unknown[]> {
  const found = env.DB.prepare(
    "SELECT text, is_shadowed FROM comments WHERE tenant_id = ? ORDER BY text, is_shadowed",
  ).bind(tenantId);
  return (await found.all()).results;
}

test("owners alone handle letters, whoever else asks for any of them", async () => {
  const { tenant, ...members } = await newBlog();
  await poison(tenant, "late");
  const senders = { ...members, stranger: await newActor(), nobody: undefined };
  const statuses: Record<string, number[]> = {};
  for (const [name, by] of Object.entries(senders).toReversed()) {
    const answers = [
      await ask(tenant, "/post:late", { by }),
      await ask(tenant, "/post:late/1/replay", { by, method: "POST" }),
      await ask(tenant, "/post:late/1", { by, method: "DELETE" }),
      await ask(tenant, "/post:made-up/1", { by, method: "DELETE" }),
      await ask(tenant, "/what", { by }),
    ];
    statuses[name] = answers.map(({ status }) => status);
  }

  const refused = [403, 403, 403, 403, 403];
  expect(statuses).toEqual({
    nobody: [401, 401, 401, 401, 401],
    stranger: refused,
    viewer: refused,
    author: refused,
    editor: refused,
    admin: refused,
    // The letter that was replayed is not there to be thrown away.
    owner: [200, 204, 404, 404, 404],
  });
});

test("a row that D1 refused is listed, and is in D1 once when it is replayed after its post is there", async () => {
  const { tenant, owner } = await newOwned();
  const words = comment("too early");
  const post = await poison(tenant, "late", words);
  const letters = await list(tenant, "post:late", owner);
  await newPost(tenant, { id: "late" });
  const replayed = [
    await ask(tenant, "/post:late/1/replay", { by: owner, method: "POST" }),
    await ask(tenant, "/post:late/1/replay", { by: owner, method: "POST" }),
  ];
  await post.flush();
  await post.flush();

  expect(letters).toMatchObject([{ id: 1, from: "outbox", what: "comments" }]);
  expect(letters[0]?.why).toContain("FOREIGN KEY");
  expect(JSON.parse(letters[0]?.body ?? "")).toMatchObject({ id: words.id, text: "too early" });
  expect(replayed.map(({ status }) => status)).toEqual([204, 404]);
  expect(await commentsIn(tenant.id)).toEqual([{ text: "too early", is_shadowed: 0 }]);
  expect(await list(tenant, "post:late", owner)).toEqual([]);
});

test("a replayed row that is still refused is set aside anew", async () => {
  const { tenant, owner } = await newOwned();
  const post = await poison(tenant, "late");
  await ask(tenant, "/post:late/1/replay", { by: owner, method: "POST" });
  await post.flush();

  expect(await list(tenant, "post:late", owner)).toMatchObject([{ id: 2, from: "outbox" }]);
});

test("no letter tells who is shadow-banned, and what is replayed stays shadowed", async () => {
  const { tenant, owner } = await newOwned();
  await poison(tenant, "late", comment("isShadowed: true", true));
  const post = await poison(tenant, "late", comment("isShadowed: true"));
  const shown = (await list(tenant, "post:late", owner)).map(({ body }) => JSON.parse(body) as object);
  const inSandbox = await post.getOutbox();
  await newPost(tenant, { id: "late" });
  for (const id of [1, 2]) await ask(tenant, `/post:late/${id}/replay`, { by: owner, method: "POST" });
  await post.flush();

  const told = ["at", "authorId", "id", "text"];
  expect(shown.map((body) => Object.keys(body).toSorted())).toEqual([told, told]);
  expect(inSandbox.letters.map(({ body }) => Object.keys(JSON.parse(body)).toSorted())).toEqual([told, told]);
  expect(await commentsIn(tenant.id)).toEqual([
    { text: "isShadowed: true", is_shadowed: 0 },
    { text: "isShadowed: true", is_shadowed: 1 },
  ]);
});

test("a timer that was given up is listed, and runs again when it is replayed", async () => {
  clock.set(MORNING);
  const { tenant, owner } = await newOwned();
  const post = await poison(tenant, "removed");
  const timer = { key: "removal", does: "settle", at: 0 };
  await setAside(post, { from: "timers", what: "settle", body: timer, why: "D1 was away" });
  await evict(post);
  const [, letter] = await list(tenant, "post:removed", owner);
  const replayed = await ask(tenant, "/post:removed/2/replay", { by: owner, method: "POST" });
  await runDurableObjectAlarm(post);

  expect(letter).toMatchObject({ id: 2, from: "timers", what: "settle", why: "D1 was away" });
  expect(JSON.parse(letter?.body ?? "")).toEqual(timer);
  expect(replayed.status).toBe(204);
  // The removal that nobody looked into any more is made: nothing is kept but that the post is gone.
  expect((await keptIn(post)).tables.toSorted()).toEqual(["loom_steps", "loom_timers"]);
});

test("letters of a day's object are handled by its day", async () => {
  clock.set(MORNING);
  const { tenant, owner, data } = await newOwned();
  const day = dayOf(MORNING);
  const totals = { pageViews: 7, uniqueVisitors: 3, comments: 0, reactions: 0 };
  await setAside(data.analytics(day), { what: "days", body: totals });
  await setAside(data.analytics(day), {
    from: "timers",
    what: "finalize",
    body: { key: "midnight", does: "finalize", at: 0 },
  });
  const letters = await list(tenant, `day:${day}`, owner);
  const replayed = await ask(tenant, `/day:${day}/1/replay`, { by: owner, method: "POST" });
  await runDurableObjectAlarm(data.analytics(day));
  const written = await readDay(data.db, day);
  await ask(tenant, `/day:${day}/2/replay`, { by: owner, method: "POST" });
  await runDurableObjectAlarm(data.analytics(day));
  await runDurableObjectAlarm(data.analytics(day));

  expect(letters.map(({ from, what }) => [from, what])).toEqual([
    ["outbox", "days"],
    ["timers", "finalize"],
  ]);
  expect(replayed.status).toBe(204);
  expect(written).toMatchObject({ pageViews: 7, uniqueVisitors: 3 });
  // The object has counted nothing itself, and that is what it has written down anew.
  expect(await readDay(data.db, day)).toMatchObject({ pageViews: 0 });
});

test("letters of the tenant's own object are the blog's", async () => {
  const { tenant, owner, data } = await newOwned();
  const at = Date.now();
  await setAside(tenantObject(tenant), { what: "events", body: { kind: "view", path: "/lost", at } });
  const letters = await list(tenant, "blog", owner);
  await ask(tenant, "/blog/1/replay", { by: owner, method: "POST" });
  await tenantObject(tenant).flushAnalytics();

  expect(letters).toMatchObject([{ id: 1, what: "events" }]);
  expect(await data.analytics(dayOf(at)).getStats()).toMatchObject({
    pages: [{ path: "/lost", views: 1 }],
  });
});

test("a letter that is thrown away is gone, and the others stay", async () => {
  const { tenant, owner } = await newOwned();
  const objects = { "post:late": "late", "post:odd%20%C3%A9:%25": "odd é:%" };
  const left = [];
  for (const [path, id] of Object.entries(objects)) {
    await poison(tenant, id);
    await poison(tenant, id);
    const answers = [
      await ask(tenant, `/${path}/1`, { by: owner, method: "DELETE" }),
      await ask(tenant, `/${path}/1`, { by: owner, method: "DELETE" }),
    ];
    left.push([
      answers.map(({ status }) => status),
      (await list(tenant, path, owner)).map((each) => each.id),
    ]);
  }

  expect(left).toEqual([
    [[204, 404], [2]],
    [[204, 404], [2]],
  ]);
});

test("a replay into a full outbox is told when to come back, and the letter stays", async () => {
  clock.set(MORNING);
  const { tenant, owner } = await newOwned();
  const post = await poison(tenant, "late");
  // Until there is no room for the shortest.
  for (const length of [1_800_000, 100_000, 5_000, 1])
    while ((await post.addComment(comment("x".repeat(length)))).kind === "committed");
  const refused = await ask(tenant, "/post:late/1/replay", { by: owner, method: "POST" });
  const told = Problem.parse(await refused.json());

  expect([refused.status, refused.headers.get("retry-after"), told.retryAfter]).toEqual([503, "1", 1]);
  expect(await list(tenant, "post:late", owner)).toHaveLength(1);
});

test("the log names each letter and where it is handled", async () => {
  clock.set(MORNING);
  const { tenant, owner, data } = await newOwned();
  const day = dayOf(MORNING);
  const object = data.analytics(day);
  // An act of an older deploy, that this one does not have.
  await runInDurableObject(object, (_, { storage }) => {
    const timer = { key: "old", does: "mail", at: MORNING };
    createSqlTimerStore(storage).put({ timer, dueAt: MORNING, failures: 0 });
  });
  await evict(object);
  await object.getStats();
  const lines = await warningsOf(async () => {
    await poison(tenant, "late");
    await runDurableObjectAlarm(object);
  });
  const shown = [];
  for (const { letters = "" } of lines) {
    const answer = await request(tenant, letters, { headers: owner.headers });
    shown.push(...LetterList.parse(await answer.json()).letters.map(({ id, what }) => [id, what]));
  }

  expect(lines).toMatchObject([
    {
      event: "loom",
      object: `post:${tenant.id}:late`,
      letters: "/api/letters/post:late",
      problem: expect.stringContaining("Letter 1 is set aside, by outbox for comments"),
    },
    {
      event: "loom",
      object: `analytics:${tenant.id}:${day}`,
      letters: `/api/letters/day:${day}`,
      problem: expect.stringContaining("Letter 1 is set aside, by timers for mail"),
    },
  ]);
  expect(shown).toEqual([
    [1, "comments"],
    [1, "mail"],
  ]);
});
