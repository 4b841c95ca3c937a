import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { OwnStanding } from "#grove/contracts/standing";
import {
  clientAddress,
  clock,
  evict,
  newActor,
  newMember,
  newTenant,
  ownerOf,
  recordLog,
  request,
  type TestActor,
  type TestTenant,
} from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";
import { ban, readStanding, sendAppeal, visit } from "./appeals.requests.ts";
import { removeSandboxes } from "./sandboxes.requests.ts";

const NOON = Date.UTC(2026, 10, 30, 12);
const DAY = 24 * 60 * 60_000;

const log = recordLog();

beforeEach(() => {
  clock.set(NOON);
});

async function standingOf(on: TestTenant, by: TestActor): Promise<OwnStanding> {
  return OwnStanding.parse(await (await readStanding(on, by)).json());
}

async function appealsOf({ object }: TestActor): Promise<unknown[]> {
  return (await object.getAuditEvents()).filter(({ event }) => event === "abuse appealed");
}

test("who is banned from everything else reads where they stand, and appeals", async () => {
  const [tenant, actor] = [await newTenant(), await newActor()];
  await ban(actor);
  const before = await readStanding(tenant, actor);
  const appealed = await sendAppeal(tenant, actor, " It was my cat. ");
  const after = await standingOf(tenant, actor);

  expect((await visit(tenant, actor)).status).toBe(403);
  expect([before.status, before.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(await before.json()).toEqual({ level: "ban", until: NOON + DAY });
  expect(before.headers.get("ratelimit")).toBe('"standing";r=59;t=3600');
  expect([appealed.status, appealed.headers.get("cache-control")]).toEqual([204, "no-store"]);
  expect(after).toEqual({
    level: "ban",
    until: NOON + DAY,
    appeal: { at: NOON, lapsesAt: NOON + 30 * DAY },
  });
  expect(await appealsOf(actor)).toMatchObject([{ reason: "It was my cat.", from: "ban", to: "ban" }]);
});

test("an appeal is there after eviction, and is told to the operator in a line of JSON", async () => {
  const [tenant, actor] = [await newTenant(), await newActor()];
  await ban(actor);
  await sendAppeal(tenant, actor);
  await evict(actor.object);

  expect((await standingOf(tenant, actor)).appeal).toEqual({ at: NOON, lapsesAt: NOON + 30 * DAY });
  expect(log.lines.at(-1)).toMatchObject({
    event: "abuse appealed",
    userId: actor.id,
    reason: "It was my cat.",
  });
});

test("a second appeal while one is open is told so and not put on record, until the first has lapsed", async () => {
  const tenant = await newTenant();
  const owner = await ownerOf(tenant);
  const first = await sendAppeal(tenant, owner);
  const second = await sendAppeal(tenant, owner, "It was my dog.");
  clock.advance(30 * DAY);
  const third = await sendAppeal(tenant, await ownerOf(tenant), "It was my bird.");

  expect([first.status, second.status, third.status]).toEqual([204, 409, 204]);
  expect(await appealsOf(owner)).toMatchObject([{ reason: "It was my cat." }, { reason: "It was my bird." }]);
});

test("of five appeals at once one is put on record, and the others learn that they are not", async () => {
  const [tenant, actor] = [await newTenant(), await newActor()];
  const notes = ["a", "b", "c", "d", "e"];
  const answers = await Promise.all(notes.map(async (note) => await sendAppeal(tenant, actor, note)));
  const heard = notes.filter((_, i) => answers[i]?.status === 204);

  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409, 409, 409, 409]);
  expect(await appealsOf(actor)).toMatchObject(heard.map((reason) => ({ reason })));
});

test("nobody without a session appeals, and a blog that is nobody's has nowhere to", async () => {
  const [tenant, actor] = [await newTenant(), await newActor()];
  const stranger = { ...actor, headers: { Authorization: "Bearer tests.AAAA" } };
  const nowhere = { origin: "http://no-blog-at-all.grove.localhost" };
  const before = [(await sendAppeal(tenant, stranger)).status, (await sendAppeal(nowhere, actor)).status];
  await actor.object.revokeAllSessions();
  const ended = await sendAppeal(tenant, actor);

  expect([...before, ended.status]).toEqual([401, 404, 401]);
  expect(ended.headers.get("www-authenticate")).toBe("Bearer");
  expect(await appealsOf(actor)).toEqual([]);
});

test("an appeal that comes with the cookie comes from a page of the same blog", async () => {
  const [tenant, actor] = [await newTenant(), await newActor()];
  const send = async (origin: string) =>
    await request(tenant, "/api/standing/appeal", {
      method: "POST",
      headers: {
        Cookie: `grove_session=${actor.sealed}`,
        Origin: origin,
        "Content-Type": "application/json",
      },
      body: JSON.stringify({ note: "It was my cat." }),
    });

  expect((await send("http://evil.example")).status).toBe(403);
  expect((await send(tenant.origin)).status).toBe(204);
});

test("the account of a sandbox appeals on the sandbox's own host", async () => {
  await removeSandboxes();
  const member = await newMember();
  const own = { origin: `http://${member.id}.${env.BASE_DOMAIN}` };
  await ban(member);

  expect((await sendAppeal(own, member)).status).toBe(204);
  expect(await (await readStanding(own, member)).json()).toMatchObject({
    level: "ban",
    appeal: { at: NOON },
  });
});

const FAILURE = Object.assign(new Error("Network connection lost."), { retryable: true });
const away = async () => await Promise.reject(FAILURE);

test.for(["SESSIONS", "ADDRESSES"])(
  "while an object of %s is away the answer is 503, and counts nowhere",
  async (binding) => {
    const tenant = await newTenant();
    const owner = await ownerOf(tenant);
    const broken = { getByName: () => ({ readOwnStanding: away, checkAddress: away }) };
    const asked = new Request(`${tenant.origin}/api/standing`, {
      headers: { ...owner.headers, "cf-connecting-ip": clientAddress() },
    });
    const answer = await app.fetch(asked, { ...env, [binding]: broken });

    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    expect((await readStanding(tenant, owner)).headers.get("ratelimit")).toBe('"standing";r=59;t=3600');
  },
);
