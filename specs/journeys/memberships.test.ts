import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { MemberList } from "#grove/contracts/member";
import { Problem } from "#grove/contracts/problem";
import type { Role } from "#implementations/prism";
import {
  clock,
  evict,
  newActor,
  newMemberOf,
  newTenant,
  ownerOf,
  request,
  type TestActor,
  type TestTenant,
} from "#specs/fixtures";
import { expect, test } from "vitest";

const FAILURE = Object.assign(new Error("Network connection lost."), { retryable: true });

async function change(by: TestActor, on: TestTenant, { user, role }: { user: string; role: Role }) {
  const headers = { ...by.headers, "Content-Type": "application/json" };
  return await request(on, `/api/members/${user}`, {
    method: "PUT",
    headers,
    body: JSON.stringify({ role }),
  });
}

async function remove(by: TestActor, on: TestTenant, user: string): Promise<Response> {
  return await request(on, `/api/members/${user}`, { method: "DELETE", headers: by.headers });
}

/** Whether somebody is let in to what members read. */
async function read(by: TestActor, on: TestTenant): Promise<number> {
  return (await request(on, "/api/members", { headers: by.headers })).status;
}

async function roleOf(tenant: TestTenant, userId: string): Promise<Role | null> {
  return await env.DB.prepare("SELECT role FROM memberships WHERE tenant_id = ? AND user_id = ?")
    .bind(tenant.id, userId)
    .first<Role>("role");
}

async function newBlog() {
  const tenant = await newTenant({ tier: "evergreen" });
  return { tenant, owner: await ownerOf(tenant) };
}

test("members see who the members are, and nobody else does", async () => {
  const { tenant, owner } = await newBlog();
  const viewer = await newMemberOf(tenant, "viewer");
  const answer = await request(tenant, "/api/members", { headers: viewer.headers });
  const { members } = MemberList.parse(await answer.json());

  expect(members.map(({ userId, role }) => [userId, role])).toEqual([
    [owner.id, "owner"],
    [viewer.id, "viewer"],
  ]);
  expect(await read(await newActor(), tenant)).toBe(403);
  expect((await request(tenant, "/api/members")).status).toBe(401);
});

test("a role that is taken away lets nobody in from the moment that this is acknowledged", async () => {
  const { tenant, owner } = await newBlog();
  const editor = await newMemberOf(tenant, "editor");
  expect(await read(editor, tenant)).toBe(200);
  const removed = await remove(owner, tenant, editor.id);

  expect(removed.status).toBe(204);
  expect(await read(editor, tenant)).toBe(403);
  expect(await roleOf(tenant, editor.id)).toBeNull();
});

test("fifty requests around a revocation: those begun after its acknowledgement are all refused", async () => {
  const { tenant, owner } = await newBlog();
  const editor = await newMemberOf(tenant, "editor");
  const early = Array.from({ length: 25 }, async () => await read(editor, tenant));
  const removed = await remove(owner, tenant, editor.id);
  const late = await Promise.all(Array.from({ length: 25 }, async () => await read(editor, tenant)));

  expect(removed.status).toBe(204);
  expect(new Set(late)).toEqual(new Set([403]));
  expect((await Promise.all(early)).every((status) => status === 200 || status === 403)).toBe(true);
});

test("a role is read once and held, until a change is told or a minute is over", async () => {
  const { tenant } = await newBlog();
  const editor = await newMemberOf(tenant, "editor");
  clock.set(Date.now());
  await read(editor, tenant);
  await env.DB.prepare("DELETE FROM memberships WHERE user_id = ?").bind(editor.id).run();
  const held = await read(editor, tenant);
  clock.advance(59_999);
  const stillHeld = await read(editor, tenant);
  clock.advance(1);

  expect([held, stillHeld, await read(editor, tenant)]).toEqual([200, 200, 403]);
});

test("an object that was put out of memory holds no role of before", async () => {
  const { tenant } = await newBlog();
  const editor = await newMemberOf(tenant, "editor");
  await read(editor, tenant);
  await env.DB.prepare("DELETE FROM memberships WHERE user_id = ?").bind(editor.id).run();
  await evict(editor.object);

  expect(await read(editor, tenant)).toBe(403);
});

test("a change that the user's object cannot be told of is made and not acknowledged, and may be made again", async () => {
  const { tenant, owner } = await newBlog();
  const editor = await newMemberOf(tenant, "editor");
  await read(editor, tenant);
  const deaf = { membershipsChanged: async () => await Promise.reject(FAILURE) };
  const getByName = (name: string) => (name.includes(editor.id) ? deaf : env.SESSIONS.getByName(name));
  const init = { method: "DELETE", headers: owner.headers };
  const url = `${tenant.origin}/api/members/${editor.id}`;
  const answer = await app.fetch(new Request(url, init), { ...env, SESSIONS: { getByName } });
  const body = Problem.parse(await answer.json());

  expect([answer.status, answer.headers.get("retry-after"), body.retryAfter]).toEqual([503, "5", 5]);
  expect(body.detail).toContain("The change is made");
  expect(await roleOf(tenant, editor.id)).toBeNull();
  expect((await remove(owner, tenant, editor.id)).status).toBe(204);
  expect(await read(editor, tenant)).toBe(403);
});

test("a blog keeps an owner, also of two who each unmake the other at once", async () => {
  const { tenant, owner } = await newBlog();
  const alone = await change(owner, tenant, { user: owner.id, role: "editor" });
  const second = await newMemberOf(tenant, "owner");
  const [one, two] = await Promise.all([
    change(owner, tenant, { user: second.id, role: "viewer" }),
    change(second, tenant, { user: owner.id, role: "viewer" }),
  ]);
  const roles = [await roleOf(tenant, owner.id), await roleOf(tenant, second.id)];
  const last = roles[0] === "owner" ? owner : second;

  expect(alone.status).toBe(409);
  expect([one.status, two.status].filter((status) => status === 200)).toHaveLength(1);
  expect(new Set(roles)).toEqual(new Set(["owner", "viewer"]));
  expect((await remove(last, tenant, last.id)).status).toBe(409);
});

test("an admin changes all but owners, and makes none", async () => {
  const { tenant, owner } = await newBlog();
  const admin = await newMemberOf(tenant, "admin");
  const author = await newMemberOf(tenant, "author");

  expect((await change(admin, tenant, { user: author.id, role: "editor" })).status).toBe(200);
  expect((await change(admin, tenant, { user: author.id, role: "owner" })).status).toBe(403);
  expect((await change(admin, tenant, { user: owner.id, role: "viewer" })).status).toBe(403);
  expect((await remove(admin, tenant, owner.id)).status).toBe(403);
  expect(await roleOf(tenant, owner.id)).toBe("owner");
  expect(await roleOf(tenant, author.id)).toBe("editor");
});

test.for(["editor", "author", "viewer"] as const)(
  "%s removes themselves and changes nobody",
  async (role) => {
    const { tenant } = await newBlog();
    const [member, other] = [await newMemberOf(tenant, role), await newMemberOf(tenant, "viewer")];

    expect((await change(member, tenant, { user: member.id, role: "admin" })).status).toBe(403);
    expect((await remove(member, tenant, other.id)).status).toBe(403);
    expect((await remove(member, tenant, member.id)).status).toBe(204);
    expect(await read(member, tenant)).toBe(403);
  },
);

test("a role holds in its own tenant, and in no other that later has its name", async () => {
  const { tenant, owner } = await newBlog();
  expect(await read(owner, tenant)).toBe(200);
  const other = await newTenant({ tier: "evergreen" });
  await env.DB.batch([
    env.DB.prepare("UPDATE tenants SET subdomain = id || '-old' WHERE id = ?").bind(tenant.id),
    env.DB.prepare("UPDATE tenants SET subdomain = ?2 WHERE id = ?1").bind(other.id, tenant.subdomain),
  ]);
  // The user's object still holds the role by the name; the tenant's object reads who has the name.
  await evict(env.TENANTS.getByName(`tenant:${tenant.subdomain}`));

  expect(await read(owner, tenant)).toBe(403);
});

test("who asks for a role that there is not is told so", async () => {
  const { tenant, owner } = await newBlog();
  const wrong = await change(owner, tenant, { user: owner.id, role: "king" as Role });
  const nobody = await change(owner, tenant, { user: "u-nobody", role: "editor" });

  expect([wrong.status, nobody.status]).toEqual([400, 404]);
  expect(Problem.parse(await wrong.json()).errors).toMatchObject([{ pointer: "/role" }]);
});
