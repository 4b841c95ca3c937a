import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { UserAbuse } from "#grove/contracts/operator";
import {
  clientAddress,
  clock,
  evict,
  newActor,
  newClient,
  newMember,
  newTenant,
  OPERATOR,
  operatorHeaders,
  ownerOf,
  recordLog,
  request,
  site,
  type TestUser,
} from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";
import { ban, readStanding, repeat, sendAppeal, visit, violatedBy } from "./appeals.requests.ts";
import { removeSandboxes } from "./sandboxes.requests.ts";

const NOON = Date.UTC(2026, 10, 30, 12);
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const WRONG = { Authorization: `Bearer ${"a".repeat(43)}` };

const log = recordLog();

beforeEach(() => {
  clock.set(NOON);
});

const pathOf = (id: string) => `/api/operator/users/${encodeURIComponent(id)}/abuse`;

type Headers = Readonly<Record<string, string>>;

async function readAbuse({ id }: Pick<TestUser, "id">, headers: Headers = operatorHeaders()) {
  return await site(pathOf(id), { headers });
}

async function clear({ id }: Pick<TestUser, "id">, headers: Headers = operatorHeaders()) {
  return await site(pathOf(id), {
    method: "DELETE",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify({ reason: "It was a cat." }),
  });
}

test("an operator reads all that is held against a user, and how it came about", async () => {
  const [tenant, actor] = [await newTenant(), await newActor()];
  await ban(actor);
  await sendAppeal(tenant, actor);
  const answer = await readAbuse(actor);
  const { events, ...abuse } = UserAbuse.parse(await answer.json());

  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(abuse).toEqual({
    userId: actor.id,
    level: "ban",
    until: NOON + DAY,
    violations: 5,
    bans: 1,
    shadowedUntil: NOON + DAY,
    appeal: { at: NOON, lapsesAt: NOON + 30 * DAY, note: "It was my cat." },
  });
  expect(events.map(({ to, reason }) => [to, reason])).toEqual([
    ...["warning", "warning", "slowdown", "block", "ban"].map((level) => [level, "told by hand"]),
    ["ban", "It was my cat."],
  ]);
});

test("whom an operator clears is served within a minute by an isolate that has just refused them", async () => {
  const [tenant, actor] = [await newTenant(), await newActor()];
  await ban(actor);
  await sendAppeal(tenant, actor);
  const before = [(await visit(tenant, actor)).status, (await visit(tenant, actor)).status];
  const cleared = await clear(actor);
  clock.advance(60_000);

  expect(before).toEqual([403, 403]);
  expect([cleared.status, cleared.headers.get("cache-control")]).toEqual([204, "no-store"]);
  expect((await visit(tenant, actor)).status).toBe(200);
  expect(await (await readStanding(tenant, actor)).json()).toEqual({ level: "clear" });
});

test("what an operator has cleared stays cleared when the user's object has left memory", async () => {
  const [tenant, actor] = [await newTenant(), await newActor()];
  await ban(actor);
  await clear(actor);
  await evict(actor.object);

  expect((await visit(tenant, actor)).status).toBe(200);
  expect((await actor.object.getAbuseState()).judgement).toMatchObject({ level: "clear", isShadowed: false });
});

test("who has cleared a user, and why, is on record; and each use of a key is written down before it begins", async () => {
  const actor = await newActor();
  await ban(actor);
  await readAbuse(actor);
  await clear(actor);
  const told = log.lines.slice(-3);

  expect((await actor.object.getAuditEvents()).at(-1)).toMatchObject({
    event: "abuse cleared",
    by: OPERATOR,
    reason: "It was a cat.",
  });
  expect(told).toMatchObject([
    { event: "operator", act: "read abuse", by: OPERATOR, userId: actor.id, at: NOON },
    { event: "operator", act: "clear abuse", by: OPERATOR, userId: actor.id, at: NOON },
    { event: "abuse cleared", by: OPERATOR, userId: actor.id },
  ]);
});

test("nobody else reads or clears: no member of any blog, and not the user", async () => {
  const tenants = [await newTenant(), await newTenant()];
  const [actor, ...owners] = [await newActor(), ...(await Promise.all(tenants.map(ownerOf)))];
  await ban(actor);
  const headers: Headers[] = [{}, WRONG, actor.headers, ...owners.map((owner) => owner.headers)];
  const answers = [];
  for (const each of headers) answers.push(await readAbuse(actor, each), await clear(actor, each));
  for (const [i, tenant] of tenants.entries())
    answers.push(await request(tenant, pathOf(actor.id), { headers: owners[i]!.headers }));

  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(10).fill(401), 404, 404]);
  expect(answers[0]?.headers.get("www-authenticate")).toBe("Bearer");
  expect((await actor.object.getAbuseState()).judgement).toMatchObject({ level: "ban" });
});

test("without a key a user that there is cannot be told from one that there is not", async () => {
  const actor = await newActor();
  await ban(actor);
  const told = [];
  for (const id of [actor.id, "u-made-up", "u 2", "constructor"]) {
    for (const answer of [await readAbuse({ id }, WRONG), await clear({ id }, WRONG)]) {
      const { requestId: _, ...body } = await answer.json<Record<string, unknown>>();
      told.push(JSON.stringify([answer.status, [...answer.headers.keys()], body]));
    }
  }

  expect(new Set(told).size).toBe(1);
  expect(log.lines.filter((line) => "act" in line)).toEqual([]);
});

test("after ten wrong keys in an hour an address is not heard, with the right one either", async () => {
  const actor = await newActor();
  const right = await repeat(20, async () => await readAbuse(actor));
  const wrong = await repeat(10, async () => await readAbuse(actor, WRONG));
  const refused = await readAbuse(actor);
  newClient();
  const elsewhere = await readAbuse(actor);

  expect(right).toEqual(Array(20).fill(200));
  expect(wrong).toEqual(Array(10).fill(401));
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "3600"]);
  expect(await violatedBy(refused)).toEqual(["operators by address"]);
  expect(elsewhere.status).toBe(200);
});

test("wrong keys are counted across the hour, and forgotten after it", async () => {
  const actor = await newActor();
  await repeat(10, async () => await clear(actor, WRONG));
  clock.advance(HOUR - 1);
  const before = await clear(actor);
  clock.advance(1);

  expect([before.status, (await clear(actor)).status]).toEqual([429, 204]);
});

test("a user that there is not is told so, and nothing is kept of them", async () => {
  await removeSandboxes();
  const sandbox = await newMember();
  const answers = [];
  for (const id of ["u-made-up", sandbox.id, "u 2", "__proto__"])
    answers.push(await readAbuse({ id }), await clear({ id }));

  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(404));
  expect(await sandbox.object.getAuditEvents()).toEqual([]);
});

test("a reason that cannot be kept is told so, and clears nothing", async () => {
  const actor = await newActor();
  await ban(actor);
  const statuses = [];
  for (const reason of [undefined, "", " ", "x".repeat(501), 7]) {
    const headers = { ...operatorHeaders(), "Content-Type": "application/json" };
    const init = { method: "DELETE", headers, body: JSON.stringify({ reason }) };
    statuses.push((await site(pathOf(actor.id), init)).status);
  }

  expect(statuses).toEqual(Array(5).fill(400));
  expect((await actor.object.getAbuseState()).judgement).toMatchObject({ level: "ban" });
});

test.for(["GET", "HEAD", "DELETE", "PUT", "OPTIONS"])(
  "where nobody is an operator %s finds nothing, as anywhere that nothing is",
  async (method) => {
    const { OPERATOR_KEYS: _, ...without } = env;
    const told = [];
    for (const path of [pathOf((await newActor()).id), "/api/operator", "/api/nothing-here"]) {
      newClient();
      const headers = { ...operatorHeaders(), "cf-connecting-ip": clientAddress() };
      const asked = new Request(`http://${env.BASE_DOMAIN}${path}`, { method, headers });
      const answer = await app.fetch(asked, without);
      const body = (await answer.text()).replace(answer.headers.get("x-request-id") ?? "no id", "");
      told.push(
        JSON.stringify([answer.status, { ...Object.fromEntries(answer.headers), "x-request-id": "" }, body]),
      );
    }

    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain("[404,");
  },
);

test.for(["", " "])("keys that are %j are nobody's, and no route", async (keys) => {
  const headers = { ...operatorHeaders(), "cf-connecting-ip": clientAddress() };
  const asked = new Request(`http://${env.BASE_DOMAIN}${pathOf((await newActor()).id)}`, { headers });

  expect((await app.fetch(asked, { ...env, OPERATOR_KEYS: keys })).status).toBe(404);
});

const FAILURE = Object.assign(new Error("Network connection lost."), { retryable: true });
const away = async () => await Promise.reject(FAILURE);

test.for(["SESSIONS", "ADDRESSES"])("while an object of %s is away the answer is 503", async (binding) => {
  const { id } = await newActor();
  const broken = { getByName: () => ({ getAbuseState: away, getAuditEvents: away, checkAddress: away }) };
  const headers = { ...operatorHeaders(), "cf-connecting-ip": clientAddress() };
  const asked = new Request(`http://${env.BASE_DOMAIN}${pathOf(id)}`, { headers });
  const answer = await app.fetch(asked, { ...env, [binding]: broken });

  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
});
