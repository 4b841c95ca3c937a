import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { Problem } from "#grove/contracts/problem";
import { clock, newMember, newTenant, tenantObject, type TestMember, type TestTenant } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { removeSandboxes } from "./sandboxes.requests.ts";
import { attempt } from "./sign-in.requests.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE = 60_000;

/** The objects that were asked, by their binding. */
let asked: string[] = [];

function watch<Namespace extends { getByName: (name: string) => unknown }>(
  binding: string,
  namespace: Namespace,
): Namespace {
  const getByName = (name: string) => {
    asked.push(binding);
    return namespace.getByName(name);
  };
  return { getByName } as unknown as Namespace;
}

const watched: Env = {
  ...env,
  TENANTS: watch("tenant", env.TENANTS),
  SESSIONS: watch("account", env.SESSIONS),
  ADDRESSES: watch("address", env.ADDRESSES),
};

beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  clock.set(NOON);
  await removeSandboxes();
  asked = [];
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function signInTo({ path, passphrase }: TestMember, guess = passphrase): Promise<Response> {
  const url = `http://grove.localhost${path}/sessions`;
  return await app.fetch(new Request(url, attempt(guess)), watched);
}

async function signInAs(user: string, { origin }: Pick<TestTenant, "origin">): Promise<Response> {
  const init = { ...attempt(""), body: JSON.stringify({ user }) };
  return await app.fetch(new Request(`${origin}/api/session`, init), watched);
}

async function inWords(answer: Response): Promise<object> {
  return { ...Problem.parse(await answer.json()), requestId: "" };
}

async function repeat(times: number, act: (i: number) => Promise<Response>): Promise<Response> {
  const answers = [];
  for (let i = 0; i < times; i++) answers.push(await act(i));
  return answers.at(-1)!;
}

async function writesOf(tenant: TestTenant): Promise<number> {
  const state = await tenantObject(tenant).getRateLimitState();
  return state.kind === "unknown" ? NaN : state.limits.categories.writes.used;
}

test("an account that is full costs the blog where somebody goes on trying nothing, and no object call", async () => {
  const tenant = await newTenant({ tier: "seedling" });
  await repeat(6, async () => await signInAs(tenant.ownerId, tenant));
  asked = [];
  const refused = await repeat(50, async () => await signInAs(tenant.ownerId, tenant));

  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["sign-ins by account"]);
  expect(asked).toEqual([]);
  expect(await writesOf(tenant)).toBe(5);
});

test("an address that is full costs neither a blog nor an account anything, and no object call", async () => {
  const [tenant, other] = [await newTenant({ tier: "seedling" }), await newTenant({ tier: "seedling" })];
  await repeat(21, async (i) => await signInAs(`u-${i}`, tenant));
  asked = [];
  const refused = await repeat(50, async () => await signInAs(other.ownerId, other));

  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["sign-ins by address"]);
  expect(refused.headers.get("retry-after")).toBe("300");
  expect(asked).toEqual([]);
  expect([await writesOf(tenant), await writesOf(other)]).toEqual([0, 0]);
});

test("a lockout is told again from memory in the same words, and who may sign in after it does", async () => {
  const member = await newMember();
  await repeat(3, async () => await signInTo(member, "wrong"));
  const first = await signInTo(member);
  asked = [];
  const again = await signInTo(member);
  clock.advance(MINUTE - 1_000);
  const last = await signInTo(member);

  expect(again.headers.get("retry-after")).toBe("60");
  expect(await inWords(again)).toEqual(await inWords(first));
  expect(last.headers.get("retry-after")).toBe("1");
  expect(Problem.parse(await last.json())).toMatchObject({
    detail: "Too many wrong passphrases. Nobody can sign in for another 1 seconds.",
    "violated-policies": ["lockout"],
    retryAfter: 1,
  });
  expect(asked).toEqual([]);
  clock.advance(1_000);
  expect((await signInTo(member)).status).toBe(201);
});

test("an account that has room again is not refused from memory for longer than a minute", async () => {
  const member = await newMember();
  expect((await repeat(6, async () => await signInTo(member))).status).toBe(429);
  await member.object.forget();
  clock.advance(MINUTE - 1);
  expect((await signInTo(member)).headers.get("retry-after")).toBe("841");
  clock.advance(1);

  expect((await signInTo(member)).status).toBe(201);
});

test("a blog that is nobody's is told so first, and costs who tries to sign in there nothing", async () => {
  const { ownerId } = await newTenant();
  const answer = await signInAs(ownerId, { origin: "http://no-blog-at-all.grove.localhost" });

  expect(answer.status).toBe(404);
  expect(asked.filter((binding) => binding !== "tenant")).toEqual([]);
});
