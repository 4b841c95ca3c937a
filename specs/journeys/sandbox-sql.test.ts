import { env } from "cloudflare:workers";
import { Problem } from "#grove/contracts/problem";
import { SandboxState } from "#grove/contracts/sandbox";
import { StatementOutcome } from "#grove/contracts/statement";
import { newMember, newPost, newTenant, site, type TestMember } from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";
import { removeSandboxes } from "./sandboxes.requests.ts";

beforeEach(removeSandboxes);

async function send({ path, headers }: TestMember, body: unknown): Promise<Response> {
  return await site(`${path}/sql`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { ...headers, "Content-Type": "application/json" },
  });
}

async function run(member: TestMember, sql: string, values: unknown[] = []): Promise<StatementOutcome> {
  const answer = await send(member, { sql, values });
  expect(answer.status).toBe(200);
  return StatementOutcome.parse(await answer.json());
}

async function refusal(member: TestMember, sql: string): Promise<Problem> {
  const answer = await send(member, { sql });
  expect(answer.status).toBe(422);
  return Problem.parse(await answer.json());
}

test("a statement sees the sandbox and nothing beside it, and is shown as it was run", async () => {
  await newPost(await newTenant(), { title: "Another's" });
  const member = await newMember();

  const { rows, tables, scoped, changes } = await run(member, "SELECT slug FROM posts WHERE status = ?", [
    "published",
  ]);
  expect({ rows, tables, changes }).toEqual({ rows: [{ slug: "first" }], tables: ["posts"], changes: 0 });
  expect(scoped).toContain('"posts"."tenant_id" = ?2');
  expect((await run(member, "SELECT id FROM tenants")).rows).toEqual([{ id: member.id }]);
});

test("what it writes is the sandbox's, whatever it aims at", async () => {
  const other = await newTenant();
  await newPost(other, { title: "Another's" });
  const member = await newMember();

  expect(await run(member, "UPDATE posts SET title = 'Mine' WHERE 1 = 1 OR 1 = 1")).toMatchObject({
    changes: 1,
  });
  expect(
    await env.DB.prepare("SELECT title FROM posts WHERE tenant_id = ?").bind(other.id).first("title"),
  ).toBe("Another's");
});

test.for<[string, string, number]>([
  ["SELECT name FROM sqlite_master", "there is no table sqlite_master here", 17],
  ["UPDATE posts SET tenant_id = 'alice'", "tenant_id is not the statement's to say", 17],
  ["SELECT rowid FROM posts", "rowid counts the rows of all tenants", 7],
])("%s is refused, and the answer says where", async ([sql, detail, offset]) => {
  const problem = await refusal(await newMember(), sql);

  expect(problem.title).toBe("This statement is not run");
  expect(problem.errors).toEqual([{ pointer: "/sql", detail, offset }]);
});

test.for<[string, string]>([
  ["WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", "reads itself"],
  ["WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM N) SELECT i FROM n", "reads itself"],
  ["SELECT 1 FROM posts a, posts b, posts c, posts d, posts e", "it names 5 tables"],
  [
    `SELECT 1 FROM ${["a", "b", "c", "d"].map((name) => `(VALUES ${"(1),".repeat(60)}(1)) ${name}`).join(", ")}`,
    "million rows",
  ],
  [
    "INSERT INTO notes (id, author_id, text, is_shadowed, created_at) SELECT id, 'a', 'b', 0, 1 FROM posts",
    "reads no table",
  ],
  ["UPDATE tenants SET expires_at = 9e15", "leaves tenants alone"],
  [
    "INSERT INTO memberships (user_id, role, created_at) VALUES ('u-1', 'owner', 0)",
    "leaves memberships alone",
  ],
  ["WITH t AS (SELECT * FROM tenants) DELETE FROM posts WHERE id IN t", "leaves tenants alone"],
  ["SELECT hex(zeroblob(1000000000))", "hex() is not called"],
  ["SELECT printf('%1000000000d', 1)", "printf() is not called"],
])("%.70s is too much for a sandbox", async ([sql, why]) => {
  expect((await refusal(await newMember(), sql)).detail).toContain(why);
});

test("a sandbox of many rows is not multiplied by itself", async () => {
  const member = await newMember();
  const row = "(?, 'a', 'text', 0, 1)";
  for (let i = 0; i < 6; i++) {
    const values = Array.from({ length: 20 }, () => crypto.randomUUID());
    const sql = `INSERT INTO notes (id, author_id, text, is_shadowed, created_at) VALUES ${values.map(() => row).join(", ")}`;
    expect((await run(member, sql, values)).changes).toBe(20);
  }

  expect((await run(member, "SELECT count(*) AS n FROM notes a, notes b")).rows).toEqual([{ n: 14_400 }]);
  const { more, rows } = await run(member, "SELECT id FROM notes");
  expect({ more, rows: rows.length }).toEqual({ more: true, rows: 50 });
  expect((await refusal(member, "SELECT 1 FROM notes a, notes b, notes c")).detail).toContain(
    "a million rows",
  );
});

test("what SQLite cannot run is said in its words, without another's", async () => {
  const member = await newMember();

  expect((await refusal(member, "SELECT colour FROM posts")).detail).toBe(
    "SQLite says: no such column: colour.",
  );
  expect(
    (
      await refusal(
        member,
        "INSERT INTO posts (id, slug, author_id, title, markdown, status, created_at, updated_at) VALUES ('first', 'x', 'grove', 'x', '', 'draft', 0, 0)",
      )
    ).detail,
  ).toContain("UNIQUE constraint failed");
  expect((await refusal(member, "SELECT ?")).detail).toContain("0 values are bound to 1 parameters");
});

test.for<[string, object]>([
  ["more than 2,000 characters", { sql: `SELECT '${"x".repeat(2_000)}'` }],
  ["more than 20 values", { sql: "SELECT 1", values: Array.from({ length: 21 }, () => 1) }],
  ["a value that is none", { sql: "SELECT ?", values: [{}] }],
  ["nothing", { sql: "" }],
])("a body with %s is refused", async ([, body]) => {
  expect((await send(await newMember(), body)).status).toBe(400);
});

test("it needs a session, and counts", async () => {
  const member = await newMember();
  const answer = await send({ ...member, headers: { Authorization: "" } }, { sql: "SELECT 1" });
  expect(answer.status).toBe(401);
  await run(member, "SELECT 1");

  const { categories } = SandboxState.parse(await (await site(member.path)).json());
  expect(categories.writes.used).toBe(1);
});
