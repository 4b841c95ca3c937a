import { waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import {
  clientAddress,
  clock,
  newContext,
  newMember,
  newTenant,
  tenantObject,
  type TestMember,
} from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { make, removeSandboxes } from "./sandboxes.requests.ts";
import { attempt } from "./sign-in.requests.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const DAY = 24 * 60 * 60_000;

/** How often the objects were asked. */
let asked = { tenants: 0, sessions: 0 };
let days = 0;

function toldLevel(level: number): Env["GLOBALS"] {
  return { getByName: () => ({ report: async () => level }) } as unknown as Env["GLOBALS"];
}

const watched: Env = {
  ...env,
  GLOBALS: toldLevel(0),
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
  // Nothing that an isolate remembers from one test holds in the next.
  clock.set(NOON + days++ * DAY);
  await removeSandboxes();
  asked = { tenants: 0, sessions: 0 };
});

afterEach(() => {
  vi.restoreAllMocks();
});

type Sent = RequestInit & { readonly from?: string; readonly by?: object };

async function send(url: string, { from = clientAddress(), by = {}, ...init }: Sent = {}): Promise<Response> {
  const sent = new Request(new URL(url, "http://grove.localhost"), init);
  sent.headers.set("cf-connecting-ip", from);
  const context = newContext();
  const answer = await app.fetch(sent, { ...watched, ...by }, context);
  await waitOnExecutionContext(context);
  return answer;
}

async function repeat(times: number, act: (i: number) => Promise<Response>): Promise<Response> {
  const answers = [];
  for (let i = 0; i < times; i++) answers.push(await act(i));
  return answers.at(-1)!;
}

async function ask({ path, headers }: TestMember, init?: Sent): Promise<Response> {
  return await send(`${path}/requests`, { headers, ...init });
}

async function visitNobody(from = clientAddress()): Promise<Response> {
  return await send(`http://n-${crypto.randomUUID().slice(0, 8)}.grove.localhost/`, { from });
}

/** A refund without an end. Once it has begun, nothing is waited for any longer. */
function refundThatNeverEnds() {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const refund = vi.fn<() => Promise<void>>(async () => await new Promise<void>(() => undefined));
  vi.spyOn(scheduler, "wait").mockImplementation(async () =>
    refund.mock.calls.length > 0 ? undefined : await new Promise(() => undefined),
  );
  return refund;
}

test("under attack, who is to be silent has no object asked about further names", async () => {
  const by = { GLOBALS: toldLevel(1) };
  const { origin } = await newTenant({ tier: "evergreen" });
  const keepUp = async () => await send(origin, { from: "192.0.2.9", by });
  await repeat(101, keepUp);
  await repeat(24, async () => await visitNobody());
  for (let interval = 0; interval < 11; interval++) {
    clock.advance(5_000);
    await keepUp();
  }
  await repeat(26, async () => await visitNobody());
  clock.advance(5_000);
  await keepUp();
  asked = { tenants: 0, sessions: 0 };

  expect((await visitNobody()).status).toBe(429);
  expect(asked.tenants).toBe(0);
});

test("names that are nobody's are charged, whatever session comes with them", async () => {
  const headers = { Authorization: "Bearer x" };
  const visit = async (i: number) =>
    await send(`/api/sandboxes/sandbox-${String(i).padStart(12, "q")}/requests`, { headers });

  expect((await visit(0)).status).toBe(404);
  expect((await visit(0)).status).toBe(404);
  expect(asked).toEqual({ tenants: 0, sessions: 1 });

  await repeat(278, async () => await visit(0));
  const answers = await repeat(30, async (i) => await visit(i + 1));
  expect(answers.status).toBe(429);
  expect(asked).toEqual({ tenants: 0, sessions: 21 });
});

test("a session that does not hold is told so in a sandbox that nobody here has met", async () => {
  const { path } = await newMember();

  expect((await send(`${path}/requests`, { headers: { Authorization: "Bearer x" } })).status).toBe(401);
});

test("who is barred is told for each route when it will have room", async () => {
  const member = await newMember();
  const note = async () => {
    const headers = { ...member.headers, "Content-Type": "application/json" };
    return await send(`${member.path}/notes`, { method: "POST", headers, body: '{"text":"Hello"}' });
  };
  expect((await repeat(20, note)).status).toBe(201);
  for (let step = 0; step < 3; step++) await member.object.escalateAbuse("told by hand");

  expect((await ask(member)).headers.get("retry-after")).toBe("60");
  expect((await note()).headers.get("retry-after")).toBe("300");
  asked = { tenants: 0, sessions: 0 };
  expect((await note()).headers.get("retry-after")).toBe("300");
  expect((await ask(member)).headers.get("retry-after")).toBe("60");
  expect(asked).toEqual({ tenants: 0, sessions: 0 });
});

test("a tenant's refusal names the limits of the request that it answers, and of no other", async () => {
  const member = await newMember({ tier: "seedling" });
  const policy = { name: "notes of all", limit: 30, windowMs: 60_000 };
  const object = tenantObject({ subdomain: member.id });
  for (let i = 0; i < 30; i++) {
    await object.checkTenantRateLimit({ category: "writes", claims: [{ policy, key: "" }] });
  }
  await repeat(20, async () => await send(`${member.path}/requests`, { method: "POST" }));

  const note = await send(`${member.path}/notes`, { method: "POST", headers: member.headers });
  const write = await send(`${member.path}/requests`, { method: "POST" });

  expect(await note.json()).toMatchObject({ "violated-policies": ["writes", "notes of all"] });
  expect(await write.json()).toMatchObject({ "violated-policies": ["writes"] });
});

test("a tenant that was just refused costs who has signed in no call, and no step up the ladder", async () => {
  const member = await newMember({ tier: "seedling" });
  expect((await repeat(101, async () => await send(`${member.path}/requests`))).status).toBe(429);
  asked = { tenants: 0, sessions: 0 };

  expect((await repeat(70, async () => await ask(member))).status).toBe(429);
  expect(asked).toEqual({ tenants: 0, sessions: 0 });
  expect((await member.object.getAbuseState()).ladder.violations).toBe(0);
});

test("ten thousand addresses of one network leave every other address a count of its own", async () => {
  const flood = async (i: number) =>
    await send("http://nobody-at-all.grove.localhost/", { from: `2001:db8:ffff:${i.toString(16)}::1` });
  expect((await flood(0)).status).toBe(404);
  const last = await repeat(10_000, flood);

  expect(last.status).toBe(429);
  for (let i = 0; i < 50; i++) expect((await visitNobody(`198.51.${i}.7`)).status).toBe(404);
  expect((await flood(10)).status).toBe(404);
});

test("a refund that never ends holds up no answer", async () => {
  const member = await newMember({ tier: "seedling" });
  await repeat(100, async () => await send(`${member.path}/requests`));
  const refundUserRateLimit = refundThatNeverEnds();
  const validateSession = async (...args: Parameters<TestMember["object"]["validateSession"]>) =>
    await member.object.validateSession(...args);
  const by = { SESSIONS: { getByName: () => ({ validateSession, refundUserRateLimit }) } };

  expect((await ask(member, { by })).status).toBe(429);
  expect(refundUserRateLimit).toHaveBeenCalledOnce();
});

test("nor does one of an attempt to sign in", async () => {
  const member = await newMember({ tier: "seedling" });
  await repeat(50, async () => await send(`${member.path}/requests`, { method: "POST" }));
  const refundNever = refundThatNeverEnds();
  const checkAddress = async () => ({ kind: "allowed", receipt: {}, standings: [], now: Date.now() });
  const by = { ADDRESSES: { getByName: () => ({ checkAddress, refund: refundNever }) } };
  const guess = { ...attempt(member.passphrase), by };

  expect((await send(`${member.path}/sessions`, guess)).status).toBe(429);
  expect(refundNever).toHaveBeenCalledOnce();
});

test("a sandbox that was refused is not there when its time is over", async () => {
  const { requests } = await make();
  clock.advance(9.5 * 60_000);
  expect((await repeat(101, async () => await send(requests))).status).toBe(429);
  clock.advance(30_000);

  expect((await send(requests)).status).toBe(404);
});

test("a sandbox says that it cannot count, and does not answer as if it had", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const { requests } = await make();
  const checkTenantRateLimit = async () => {
    throw Object.assign(new Error("Network connection lost."), { overloaded: true });
  };
  const answer = await send(requests, {
    by: { TENANTS: { getByName: () => ({ checkTenantRateLimit }) } },
  });

  expect(answer.status).toBe(503);
});
