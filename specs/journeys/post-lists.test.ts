import { Problem } from "#grove/contracts/problem";
import { newActor, newPost } from "#specs/fixtures";
import fc from "fast-check";
import { expect, test } from "vitest";
import { insert, newBlog, page, publish, send } from "./post-api.requests.ts";

test("the pages of a list hold every post once, those made last first, whatever changes meanwhile", async () => {
  const { tenant, owner } = await newBlog();
  const made = [];
  for (let i = 0; i < 7; i++) made.push((await insert(tenant.id, owner.id)).id);
  const first = await page(tenant, "?limit=3", owner);
  await insert(tenant.id, owner.id);
  await publish(tenant, owner, { id: first.ids[0]! });
  const second = await page(tenant, `?limit=3&cursor=${first.next}`, owner);
  const third = await page(tenant, `?limit=3&cursor=${second.next}`, owner);

  expect(new Set([...first.ids, ...second.ids, ...third.ids])).toEqual(new Set(made));
  expect([first, second, third].map(({ ids }) => ids.length)).toEqual([3, 3, 1]);
  expect(third.next).toBeUndefined();
  expect(first.posts[0]).not.toHaveProperty("markdown");
});

test("a list shows drafts to members, and to everybody else as if there were none", async () => {
  const { tenant, owner, viewer } = await newBlog();
  const drafts = [(await insert(tenant.id, owner.id)).id, (await insert(tenant.id, owner.id)).id];
  const shown = await insert(tenant.id, owner.id, "published");
  await newPost(tenant, { publishedAt: Date.now() + 60_000 });
  const stranger = await newActor();

  expect(new Set((await page(tenant, "?status=draft", viewer)).ids)).toEqual(new Set(drafts));
  expect((await page(tenant, "", viewer)).ids).toHaveLength(4);
  expect((await page(tenant, "")).ids).toEqual([shown.id]);
  expect((await page(tenant, "", stranger)).ids).toEqual([shown.id]);
  expect((await page(tenant, "?status=draft", stranger)).ids).toEqual([]);
  expect((await page(tenant, "?status=archived")).ids).toEqual([]);
});

test.for([
  ["?limit=0", "limit"],
  ["?limit=101", "limit"],
  ["?limit=x", "limit"],
  ["?status=secret", "status"],
  ["?cursor=x", "cursor"],
  ["?cursor=WzEsMl0", "cursor"],
] as const)("%s is refused, and the parameter is named", async ([query, parameter]) => {
  const { tenant } = await newBlog();
  const answer = await send(tenant, query);

  expect(answer.status).toBe(400);
  expect(Problem.parse(await answer.json()).errors).toMatchObject([{ parameter }]);
});

test("no cursor makes the list fail", async () => {
  const { tenant } = await newBlog();
  const cursor = fc.oneof(
    fc.string(),
    fc.base64String(),
    fc.json().map((text) => btoa(encodeURIComponent(text))),
  );
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(cursor, async (text) => {
      statuses.add((await send(tenant, `?cursor=${encodeURIComponent(text)}`)).status);
    }),
    { numRuns: 100, seed: 20_261_129 },
  );

  expect(statuses).toEqual(new Set([400]));
});
