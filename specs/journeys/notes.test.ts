import { env } from "cloudflare:workers";
import { NewNote, Note, NoteList, NOTES_KEPT, NOTES_SHOWN } from "#grove/contracts/note";
import { Problem } from "#grove/contracts/problem";
import { SandboxState } from "#grove/contracts/sandbox";
import { notesOf } from "#grove/storage/notes";
import { openTenant } from "#grove/tenancy/open-tenant";
import { clock, newMember, site, type TestMember } from "#specs/fixtures";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { removeSandboxes } from "./sandboxes.requests.ts";

beforeEach(removeSandboxes);

async function write({ path, headers }: TestMember, text: unknown): Promise<Response> {
  return await site(`${path}/notes`, {
    method: "POST",
    body: JSON.stringify({ text }),
    headers: { ...headers, "Content-Type": "application/json" },
  });
}

async function read({ path }: TestMember, headers: Record<string, string> = {}): Promise<string[]> {
  const answer = await site(`${path}/notes`, { headers });
  return NoteList.parse(await answer.json()).notes.map(({ text }) => text);
}

test("what a user writes is there for all, the newest first", async () => {
  const member = await newMember();
  clock.set(Date.now());
  const answer = await write(member, "  First!  ");
  const note = Note.parse(await answer.json());
  clock.advance(1);
  await write(member, "Second");

  expect(answer.status).toBe(201);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(note).toMatchObject({ text: "First!", authorId: member.id });
  expect(await read(member)).toEqual(["Second", "First!"]);
  expect(await read(await newMember())).toEqual([]);
});

test("nobody writes without a session that holds", async () => {
  const member = await newMember();
  const without = await write({ ...member, headers: { Authorization: "" } }, "Hello");
  const withAnothers = await write({ ...member, headers: (await newMember()).headers }, "Hello");

  expect([without.status, withAnothers.status]).toEqual([401, 401]);
  expect(without.headers.get("www-authenticate")).toBe("Bearer");
  expect(withAnothers.headers.get("www-authenticate")).toBe("Bearer");
  expect(Problem.parse(await without.json()).title).toBe("This is for those who have signed in");
  expect(await read(member)).toEqual([]);
});

test("who names no session, or one that does not hold, costs the sandbox nothing", async () => {
  const member = await newMember({ tier: "seedling" });
  const strangers = [
    { Authorization: "" },
    { Authorization: "Basic eDp5" },
    { Authorization: "Bearer made-up" },
  ];
  const answers = [];
  for (const headers of strangers) answers.push(await write({ ...member, headers }, "Hello"));
  const { categories } = SandboxState.parse(await (await site(member.path)).json());
  const own = await write(member, "Mine");

  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(answers.map(({ headers }) => headers.get("www-authenticate"))).toEqual([
    "Bearer",
    "Bearer",
    "Bearer",
  ]);
  expect(categories.writes.used).toBe(0);
  expect(own.headers.get("ratelimit")).toContain('"notes of all";r=29');
});

test.for([
  ["a text of nothing", "   "],
  ["one too long", "x".repeat(501)],
  ["U+0000", "\0a"],
  ["half a pair", "\uD83C"],
  ["no text", 7],
])("refuses %s", async ([, text]) => {
  const member = await newMember();

  expect((await write(member, text)).status).toBe(400);
  expect((await write(member, "🌳".repeat(250))).status).toBe(201);
});

test("a user writes twenty in five minutes, and the refusal warns", async () => {
  const member = await newMember();
  clock.set(Date.now());
  for (let sent = 0; sent < 20; sent++) expect((await write(member, `${sent}`)).status).toBe(201);
  const refused = await write(member, "one more");

  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("300");
  expect(refused.headers.get("x-ratelimit-warning")).toBe("true");
  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["notes"]);
  expect(await read(member)).toHaveLength(20);
});

test("shows fifty and keeps two hundred of each kind, so that what is hidden pushes out nothing", async () => {
  const member = await newMember();
  const notes = notesOf(openTenant(env, member.id).db);
  const add = async (authorId: string, from: number, isShadowed: boolean): Promise<void> => {
    for (let n = from; n < from + NOTES_KEPT + 5; n++) {
      await notes.add({ id: `${authorId}-${n}`, text: `${authorId} ${n}`, at: n, authorId }, isShadowed);
    }
  };
  await add("seen", 0, false);
  await add("hidden", 1_000, true);
  const kept = await env.DB.prepare(
    "SELECT author_id, count(*) AS n, min(created_at) AS oldest FROM notes WHERE tenant_id = ? GROUP BY author_id ORDER BY author_id",
  )
    .bind(member.id)
    .all();

  expect(kept.results).toEqual([
    { author_id: "hidden", n: NOTES_KEPT, oldest: 1_005 },
    { author_id: "seen", n: NOTES_KEPT, oldest: 5 },
  ]);
  expect((await notes.newest(undefined)).map(({ authorId }) => authorId)).toEqual(
    Array<string>(NOTES_SHOWN).fill("seen"),
  );
  expect((await notes.newest("hidden"))[0]).toMatchObject({ text: `hidden ${1_000 + NOTES_KEPT + 4}` });
});

test("the database keeps any text that the contract lets in, as it is", async () => {
  const { id } = await newMember();
  const texts = fc
    .sample(fc.string({ unit: "binary", minLength: 1, maxLength: 520 }), { numRuns: 100, seed: 20_261_121 })
    .map((text) => NewNote.safeParse({ text }).data?.text)
    .filter((text) => text !== undefined);
  const notes = notesOf(openTenant(env, id).db);
  const kept = [];
  for (const [at, text] of texts.entries()) {
    await notes.add({ id: `${at}`, text, at, authorId: "a" }, false);
    kept.push((await notes.newest(undefined))[0]?.text);
  }

  expect(kept).toEqual(texts);
  expect(texts.length).toBeGreaterThan(30);
});

test("a sandbox that is removed takes its notes along", async () => {
  const member = await newMember();
  await write(member, "Gone soon");
  await removeSandboxes();
  const left = await env.DB.prepare("SELECT count(*) AS n FROM notes WHERE tenant_id = ?")
    .bind(member.id)
    .first();

  expect(left).toEqual({ n: 0 });
});
