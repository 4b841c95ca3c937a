import {
  abortAllDurableObjects,
  evictDurableObject,
  runInDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { sessionObject } from "#grove/session-object";
import {
  clientAddress,
  clock,
  newContext,
  newTenant,
  request,
  tenantObject,
  type TestTenant,
} from "#specs/fixtures";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { make, removeSandboxes } from "./sandboxes.requests.ts";

const NOON = Date.UTC(2026, 10, 21, 12);

/** How often the objects were asked. */
let asked = { tenants: 0, sessions: 0 };

const watched: Env = {
  ...env,
  TENANTS: watch(env.TENANTS, () => (asked.tenants += 1)),
  SESSIONS: watch(env.SESSIONS, () => (asked.sessions += 1)),
};

function watch<Namespace extends Env["TENANTS"] | Env["SESSIONS"]>(
  namespace: Namespace,
  note: () => void,
): Namespace {
  const getByName = (name: string) => {
    note();
    return namespace.getByName(name);
  };
  return { getByName } as Namespace;
}

beforeEach(async () => {
  clock.set(NOON);
  await removeSandboxes();
  asked = { tenants: 0, sessions: 0 };
});

async function send(url: string, init?: RequestInit): Promise<Response> {
  const sent = new Request(url, init);
  sent.headers.set("cf-connecting-ip", clientAddress());
  const context = newContext();
  const answer = await app.fetch(sent, watched, context);
  await waitOnExecutionContext(context);
  return answer;
}

async function visit({ origin }: TestTenant, init?: RequestInit): Promise<Response> {
  return await send(origin, init);
}

interface Member {
  readonly id: string;
  ask(): Promise<Response>;
}

/** The user of a new sandbox, signed in. */
async function newMember(tier = "seedling"): Promise<Member> {
  const { id, requests } = await make(tier);
  const { sessionId } = await sessionObject(env, id).createSession({ lifetimeMs: 600_000 });
  const headers = { Authorization: `Bearer ${sessionId}` };
  return { id, ask: async () => await send(`http://grove.localhost${requests}`, { headers }) };
}

async function rowsWritten(garden: TestTenant): Promise<number> {
  return await runInDurableObject(tenantObject(garden), (_object, { storage }) => {
    const [table] = storage.sql.exec("SELECT count(*) AS n FROM sqlite_master WHERE name = 'windows'");
    return table?.["n"] ? Number(storage.sql.exec("SELECT count(*) AS n FROM windows").one()["n"]) : 0;
  });
}

test("a hot key under lease costs at most two object calls for a hundred requests", async () => {
  const garden = await newTenant({ tier: "evergreen" });
  const statuses = new Set<number>();
  for (let sent = 0; sent < 1_500; sent++) {
    statuses.add((await visit(garden, { method: "HEAD" })).status);
    clock.advance(6); // Ten thousand a minute.
  }

  expect([...statuses]).toEqual([200]);
  console.log(`object calls per 100 allowed requests: ${(asked.tenants / 15).toFixed(2)}`);
  expect(asked.tenants).toBeLessThanOrEqual(30);
});

test("a change of a leased tenant's plan is seen within a second", async () => {
  const garden = await newTenant({ tier: "evergreen" });
  for (let sent = 0; sent < 50; sent++) await visit(garden, { method: "HEAD" });

  await tenantObject(garden).updateConfig({ tier: "seedling", expectedVersion: 1 });
  clock.advance(1_000);

  expect((await visit(garden)).headers.get("ratelimit-policy")).toBe('"requests";q=100;w=60');
});

test("a leased tenant gets its whole limit, and not one request more", async () => {
  const garden = await newTenant({ tier: "oak" });
  const statuses = [];
  for (let sent = 0; sent < 1_010; sent++) statuses.push((await visit(garden, { method: "HEAD" })).status);

  expect(statuses.filter((status) => status === 200)).toHaveLength(1_000);
  expect(statuses.slice(1_000)).toEqual(Array.from({ length: 10 }, () => 429));
});

test("no object is asked about a key that was refused, until the time that was named", async () => {
  const garden = await newTenant();
  for (let sent = 0; sent < 101; sent++) await visit(garden);
  asked = { tenants: 0, sessions: 0 };
  const answers = [];
  for (let second = 1; second < 60; second++) {
    clock.advance(1_000);
    answers.push(await visit(garden));
  }

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([429]));
  expect(asked).toEqual({ tenants: 0, sessions: 0 });
  expect(answers.at(-1)?.headers.get("retry-after")).toBe("1");

  clock.advance(1_000);
  // One that is no page view: to count such a view is a call of its own.
  expect((await visit(garden, { method: "HEAD" })).status).toBe(200);
  expect(asked.tenants).toBe(1);
});

test("a refusal of a day's window is asked about again within a minute, so that a raised limit is seen", async () => {
  const garden = await newTenant();
  const upload = { method: "POST" };
  const url = `${garden.origin}/api/media`;
  for (let sent = 0; sent < 11; sent++) await send(url, upload);
  expect((await send(url, upload)).status).toBe(429);

  await tenantObject(garden).updateConfig({ tier: "oak", expectedVersion: 1 });
  clock.advance(60_000);

  expect((await send(url, upload)).status).not.toBe(429);
});

test("a request of someone who has signed in asks two objects, one of which it must ask anyway", async () => {
  const member = await newMember();

  const answer = await member.ask();

  expect(answer.status).toBe(200);
  expect(asked).toEqual({ tenants: 1, sessions: 1 });
  expect(answer.headers.get("ratelimit")).toBe('"requests";r=99;t=60, "user";r=59;t=60');
});

test("what a user's own limit refuses costs the tenant nothing", async () => {
  const member = await newMember();
  for (let sent = 0; sent < 60; sent++) await member.ask();

  const refused = await member.ask();
  const state = await tenantObject({ subdomain: member.id }).getRateLimitState();

  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ "violated-policies": ["user"], retryAfter: 60 });
  expect(refused.headers.get("x-ratelimit-warning")).toBe("true");
  expect(state).toMatchObject({ limits: { categories: { requests: { used: 60 } } } });
});

test("what the tenant's limit refuses is refunded to the user, also when fifty race", async () => {
  const member = await newMember();
  for (let sent = 0; sent < 90; sent++) {
    await send(`http://grove.localhost/api/sandboxes/${member.id}/requests`);
  }

  const answers = await Promise.all(Array.from({ length: 50 }, async () => await member.ask()));
  const policy = { name: "user", limit: 60, windowMs: 60_000 };
  const check = async (cost: number) =>
    await sessionObject(env, member.id).checkUserRateLimit([{ policy, key: "", cost }]);

  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  expect((await check(51)).kind).toBe("refused");
  expect((await check(50)).kind).toBe("allowed");
});

test("minute windows write no row; an hour's window writes one, and outlives the object's memory", async () => {
  const garden = await newTenant();
  vi.useFakeTimers({ toFake: ["setTimeout"] }); // However slow the machine is, the object finds no spell quiet.
  onTestFinished(() => void vi.useRealTimers());
  for (let sent = 0; sent < 20; sent++) await visit(garden);
  expect(await rowsWritten(garden)).toBe(0);
  vi.useRealTimers();

  for (let sent = 0; sent < 5; sent++) await request(garden, "/", { method: "POST" });
  await abortAllDurableObjects();
  const next = await request(garden, "/", { method: "POST" });

  expect(await rowsWritten(garden)).toBe(1);
  expect(next.headers.get("x-ratelimit-remaining")).toBe("44");
});

test("an object that falls quiet keeps its minute before it may leave memory, in one row", async () => {
  const garden = await newTenant();
  for (let sent = 0; sent < 100; sent++) await request(garden, "/");
  await evictDurableObject(tenantObject(garden)); // Waits for what the object waits for.

  // Asked by itself: the Worker would remember a refusal, and here the object must.
  const check = await tenantObject(garden).checkTenantRateLimit({ category: "requests" });

  expect(check).toMatchObject({ kind: "counted", verdict: { kind: "refused", retryAt: NOON + 60_000 } });
  expect(await rowsWritten(garden)).toBe(1);
});

test("a crash, which gives no time to keep anything, forgets one minute's limit once", async () => {
  const garden = await newTenant();
  let admitted = 0;
  for (let sent = 0; sent < 150; sent++) admitted += (await request(garden, "/")).ok ? 1 : 0;
  await abortAllDurableObjects();
  clock.advance(60_000);
  for (let sent = 0; sent < 150; sent++) admitted += (await request(garden, "/")).ok ? 1 : 0;

  expect(admitted).toBe(200);
});

test("a policy on trial refuses nothing, and the log tells what it would have refused", async () => {
  const garden = await newTenant();
  const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const policy = { name: "stricter", limit: 2, windowMs: 60_000, isDryRun: true };
  const kinds = [];
  for (let sent = 0; sent < 5; sent++) {
    const check = await tenantObject(garden).checkTenantRateLimit({
      category: "requests",
      claims: [{ policy, key: "" }],
    });
    kinds.push(check.kind === "counted" ? check.verdict.kind : check.kind);
  }

  expect(kinds).toEqual(Array.from({ length: 5 }, () => "allowed"));
  expect(logged.mock.calls.map(([line]) => JSON.parse(String(line)))).toMatchObject(
    [1, 2, 3].map((would) => ({
      event: "would refuse",
      policy: "stricter",
      tenant: garden.subdomain,
      would,
    })),
  );
  logged.mockRestore();
});
