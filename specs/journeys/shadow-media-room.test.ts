import { env } from "cloudflare:workers";
import { LARGEST_FILE_BYTES } from "#grove/contracts/media";
import { SANDBOX_LIFETIME_MS } from "#grove/contracts/sandbox";
import { sweepSandboxes } from "#grove/sweep";
import { clock, newMember, newMemberOf, type TestActor, type TestTenant } from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";
import { ask, insertMany, insertMedia, keptOf, stored, upload } from "./media.requests.ts";
import { newBlog, type TestBlog } from "./post-api.requests.ts";
import { removeSandboxes } from "./sandboxes.requests.ts";
import { escalate, shadowBan } from "./shadow-bans.requests.ts";
import { signInAgain } from "./shadow-media.requests.ts";

const DAY = 86_400_000;

/** The size of each file that is uploaded here. */
const ONE = 8;

beforeEach(async () => {
  clock.set(Date.UTC(2026, 10, 21, 12));
  await removeSandboxes();
});

/** A blog whose plan has room for so many files more. */
async function newFull(room: number): Promise<TestBlog> {
  const blog = await newBlog({ tier: "sapling" });
  const { tenant, owner } = blog;
  await insertMany(tenant.id, owner.id, 499);
  await insertMedia(tenant.id, owner.id, { bytes: LARGEST_FILE_BYTES - (room + 1) * ONE });
  await stored(tenant, { by: owner });
  return blog;
}

/** What is answered who uploads as often. */
async function statusesOf(tenant: TestTenant, by: TestActor, times: number): Promise<number[]> {
  const statuses = [];
  for (let sent = 0; sent < times; sent++) statuses.push((await upload(tenant, { by })).status);
  return statuses;
}

/** The id of the small file that the owner of such a blog has uploaded. */
async function smallOf({ id }: TestTenant): Promise<string> {
  const { objects } = await keptOf({ id });
  return objects[0] ?? "";
}

test("a hidden file takes room from its uploader, who is refused as another would be, and from nobody else", async () => {
  const { tenant, author, owner } = await newFull(2);
  await shadowBan(author);

  expect(await statusesOf(tenant, author, 3)).toEqual([201, 201, 403]);
  expect(await statusesOf(tenant, owner, 3)).toEqual([201, 201, 403]);
  const refusals = [await upload(tenant, { by: author }), await upload(tenant, { by: owner })];
  const [hidden, seen] = await Promise.all(
    refusals.map(async (answer) => {
      const { requestId: _, ...problem } = await answer.json<Record<string, unknown>>();
      return problem;
    }),
  );
  expect(hidden).toEqual(seen);
});

test("of twenty hidden files that come at once, a plan with room for three takes three", async () => {
  const { tenant, author } = await newFull(3);
  await shadowBan(author);
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => await upload(tenant, { by: author })),
  );

  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 403)).toHaveLength(17);
  expect((await keptOf(tenant)).objects).toHaveLength(1 + 3);
});

test("what a shadow-banned member deletes makes room for them, and for nobody else", async () => {
  const { tenant, editor, owner } = await newFull(0);
  await shadowBan(editor);
  const small = await smallOf(tenant);
  const refused = await statusesOf(tenant, editor, 1);
  const deleted = await ask(tenant, small, { by: editor, method: "DELETE" });

  expect([...refused, deleted.status]).toEqual([403, 204]);
  expect(await statusesOf(tenant, editor, 2)).toEqual([201, 403]);
  expect(await statusesOf(tenant, owner, 1)).toEqual([403]);
});

test("a hidden file that its uploader deletes makes room for them again", async () => {
  const { tenant, author } = await newFull(1);
  await shadowBan(author);
  const { id } = await stored(tenant, { by: author });
  const refused = await statusesOf(tenant, author, 1);
  const deleted = await ask(tenant, id, { by: author, method: "DELETE" });

  expect([...refused, deleted.status, ...(await statusesOf(tenant, author, 1))]).toEqual([403, 204, 201]);
});

test("when the ban is over, what is hidden still takes room, and what was deleted for one is no room for all", async () => {
  const before = await newFull(1);
  const { tenant } = before;
  const small = await smallOf(tenant);
  await escalate(before.author, 4);
  await shadowBan(before.editor);
  await stored(tenant, { by: before.author });
  await ask(tenant, small, { by: before.editor, method: "DELETE" });
  clock.advance(DAY);
  const { author, editor, owner } = await signInAgain(before);

  expect(await statusesOf(tenant, author, 1)).toEqual([403]);
  expect(await statusesOf(tenant, editor, 2)).toEqual([201, 403]);
  expect(await statusesOf(tenant, owner, 1)).toEqual([403]);
});

test("hidden files of a sandbox go with it, and so does what was removed there for one", async () => {
  const { id } = await newMember();
  const tenant = { id, origin: `http://${id}.${env.BASE_DOMAIN}` };
  const owner = await newMemberOf(tenant, "owner");
  const seen = await stored(tenant, { by: await newMemberOf(tenant, "author") });
  await shadowBan(owner);
  await stored(tenant, { by: owner });
  await ask(tenant, seen.id, { by: owner, method: "DELETE" });
  const countRemovals = async () =>
    await env.DB.prepare("SELECT count(*) FROM media_removals WHERE tenant_id = ?")
      .bind(id)
      .first("count(*)");
  const before = [(await keptOf(tenant)).objects.length, await countRemovals()];
  clock.advance(SANDBOX_LIFETIME_MS);

  expect(before).toEqual([2, 1]);
  expect(await sweepSandboxes(env, Date.now())).toBe(1);
  expect(await keptOf(tenant)).toEqual({ objects: [], rows: [] });
  expect(await countRemovals()).toBe(0);
});
