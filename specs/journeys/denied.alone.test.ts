import { waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import {
  clientAddress,
  clock,
  newContext,
  newMember,
  newTenant,
  site,
  type TestMember,
} from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { removeSandboxes } from "./sandboxes.requests.ts";
import { counted, signInTo } from "./sign-in.requests.ts";

const NOON = Date.UTC(2026, 10, 21, 12);

beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  clock.set(NOON);
  await removeSandboxes();
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function write({ path, headers }: TestMember): Promise<number> {
  const note = { method: "POST", body: JSON.stringify({ text: "Hello" }) };
  return (
    await site(`${path}/notes`, { ...note, headers: { ...headers, "Content-Type": "application/json" } })
  ).status;
}

/** How many requests the address still may send, this one counted. */
async function left(path = "/api/health"): Promise<number> {
  const answer = await site(path);
  return Number(/"address";r=(\d+)/.exec(answer.headers.get("ratelimit") ?? "")?.[1]);
}

test("what a user's limit refuses, and then the ladder, costs the address nothing", async () => {
  const member = await newMember();
  const statuses = [];
  for (let sent = 0; sent < 20; sent++) statuses.push(await write(member));
  const before = await left();
  for (let sent = 0; sent < 10; sent++) statuses.push(await write(member));
  for (let step = 0; step < 5; step++) await member.object.escalateAbuse("told by hand");
  clock.advance(300_000);
  const barred = [await write(member), await write(member)];
  const after = await left();

  expect(statuses).toEqual([...Array(20).fill(201), ...Array(10).fill(429)]);
  expect(before).toBe(300 - 21);
  expect(barred).toEqual([403, 403]);
  expect(after).toBe(299);
});

test("what a tenant's limit refuses costs the address nothing, nor does a remembered refusal", async () => {
  const member = await newMember({ tier: "seedling" });
  for (let sent = 0; sent < 50; sent++) await site(`${member.path}/requests`, { method: "POST" });
  const before = await left();
  const statuses = [await write(member), await write(member), await write(member)];

  expect(statuses).toEqual([429, 429, 429]);
  expect(await left()).toBe(before - 1);
});

test("a session that does not hold costs the address its request, since an object is asked each time", async () => {
  const member = await newMember();
  const before = await left();
  const statuses = [await write({ ...member, headers: { Authorization: "Bearer made-up" } })];

  expect(statuses).toEqual([401]);
  expect(await left()).toBe(before - 2);
});

test("an attempt to sign in that a lockout overtakes costs the sandbox nothing", async () => {
  const member = await newMember();
  const answers = await Promise.all(Array.from({ length: 5 }, async () => await signInTo(member, "wrong")));

  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([401, 401, 401, 429, 429]);
  expect(await counted(member)).toEqual({ account: 3, address: 3, tenant: 3 });
});

test("while the attack level is raised an address pays for what is refused further in", async () => {
  const [garden, calm] = [await newTenant({ tier: "seedling" }), await newTenant({ tier: "evergreen" })];
  const told: Env = {
    ...env,
    GLOBALS: { getByName: () => ({ report: async () => 2 }) } as unknown as Env["GLOBALS"],
  };
  async function visit(origin: string): Promise<Response> {
    const context = newContext();
    const request = new Request(origin, { method: "HEAD", headers: { "cf-connecting-ip": clientAddress() } });
    const answer = await app.fetch(request, told, context);
    await waitOnExecutionContext(context);
    return answer;
  }
  clock.advance(600_000);
  for (let sent = 0; sent < 60; sent++) await visit(calm.origin);
  clock.advance(5_000);
  for (let sent = 0; sent < 60; sent++) await visit(calm.origin);
  const statuses = new Map<string, number>();
  for (let sent = 0; sent < 400; sent++) {
    const answer = await visit(garden.origin);
    const by = /"(\w+)";r=0/.exec(answer.headers.get("ratelimit") ?? "")?.[1] ?? String(answer.status);
    statuses.set(by, (statuses.get(by) ?? 0) + 1);
  }

  expect(statuses.get("address")).toBeGreaterThan(0);
});
