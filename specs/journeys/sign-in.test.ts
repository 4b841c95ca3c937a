import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { Problem } from "#grove/contracts/problem";
import { SignedIn } from "#grove/contracts/session";
import { clock, newMember, newSilence, site } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { make, removeSandboxes } from "./sandboxes.requests.ts";
import { attempt, counted, signInTo, visit } from "./sign-in.requests.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;

beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  clock.set(NOON);
  await removeSandboxes();
});

afterEach(() => {
  vi.restoreAllMocks();
});

test("whoever made the sandbox signs in with the passphrase, until the sandbox ends", async () => {
  const { id, account, expiresAt } = await make();
  const member = { id, path: `/api/sandboxes/${id}`, passphrase: account.passphrase };
  const answer = await signInTo(member);
  const signedIn = SignedIn.parse(await answer.json());

  expect(account.passphrase).toMatch(/^[\w-]{22}$/);
  expect(answer.status).toBe(201);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(signedIn.expiresAt).toBe(expiresAt);
  expect((await visit(member, signedIn.session)).headers.get("ratelimit-policy")).toContain(
    '"user";q=60;w=60',
  );
  expect((await visit(member, "x")).status).toBe(401);
});

test("the passphrase is kept as a hash, and neither it nor the session is anywhere in the database", async () => {
  const { id, account } = await make();
  const row = await env.DB.prepare("SELECT * FROM tenants WHERE id = ?").bind(id).first();

  expect(row!["passphrase_hash"]).toMatch(/^[\da-f]{64}$/);
  expect(JSON.stringify(row)).not.toContain(account.passphrase);
});

test("a wrong passphrase is told, and the third locks the account for a minute, also for the right one", async () => {
  const member = await newMember();
  const statuses = [];
  for (let sent = 0; sent < 2; sent++) statuses.push((await signInTo(member, "wrong")).status);
  const third = await signInTo(member, "wrong");
  const right = await signInTo(member);
  clock.advance(MINUTE);
  const later = await signInTo(member);

  expect([...statuses, third.status, right.status, later.status]).toEqual([401, 401, 401, 429, 201]);
  expect(third.headers.get("www-authenticate")).toBe("Bearer");
  expect(third.headers.get("retry-after")).toBe("60");
  expect(right.headers.get("retry-after")).toBe("60");
  expect(Problem.parse(await right.json())).toMatchObject({
    "violated-policies": ["lockout"],
    retryAfter: 60,
  });
  expect(await member.object.getAuditEvents()).toMatchObject([
    { event: "login locked", failures: 3, at: NOON, until: NOON + MINUTE },
  ]);
});

test("a locked account tells to wait for its own limit too, where that has room later", async () => {
  const member = await newMember();
  clock.set(NOON + 1);
  const waits = [];
  for (let sent = 0; sent < 5; sent++) {
    const wait = Number((await signInTo(member, "wrong")).headers.get("retry-after"));
    waits.push(wait);
    if (sent < 4) clock.advance(wait * 1_000);
  }
  const locked = await signInTo(member);
  clock.advance(5 * MINUTE);
  const unlocked = await signInTo(member);

  expect(waits).toEqual([0, 0, 60, 60, 780]);
  expect(locked.headers.get("retry-after")).toBe("780");
  expect(Problem.parse(await locked.json())).toMatchObject({
    detail: "Too many wrong passphrases. Nobody can sign in for another 780 seconds.",
    "violated-policies": ["lockout"],
    retryAfter: 780,
  });
  expect(unlocked.headers.get("retry-after")).toBe("480");
});

test("failures go on counting after a lockout, until a success clears them", async () => {
  const member = await newMember();
  const attempts: unknown[] = [];
  for (let sent = 0; sent < 5; sent++) attempts.push(await member.object.recordLoginAttempt(false));
  clock.advance(MINUTE);
  attempts.push(await member.object.recordLoginAttempt(false));
  clock.advance(MINUTE);
  attempts.push(await member.object.recordLoginAttempt(false));
  clock.advance(5 * MINUTE);
  attempts.push(await member.object.recordLoginAttempt(true), await member.object.recordLoginAttempt(false));

  expect(attempts).toEqual([
    { isHeard: true, allowed: true },
    { isHeard: true, allowed: true },
    { isHeard: true, allowed: false, lockoutRemaining: 60 },
    { isHeard: false, allowed: false, lockoutRemaining: 60 },
    { isHeard: false, allowed: false, lockoutRemaining: 60 },
    { isHeard: true, allowed: false, lockoutRemaining: 60 },
    { isHeard: true, allowed: false, lockoutRemaining: 300 },
    { isHeard: true, allowed: true },
    { isHeard: true, allowed: true },
  ]);
});

test("a lockout survives the loss of every object", async () => {
  const member = await newMember();
  for (let sent = 0; sent < 3; sent++) await signInTo(member, "wrong");
  await abortAllDurableObjects();

  expect((await signInTo(member)).status).toBe(429);
  clock.advance(MINUTE);
  expect((await signInTo(member)).status).toBe(201);
});

test("of fifty guesses at once three are heard, and only those count against the account and the address", async () => {
  const member = await newMember();
  const answers = await Promise.all(Array.from({ length: 50 }, async () => await signInTo(member, "wrong")));
  const heard = answers.filter(({ status }) => status === 401);

  expect(heard).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(47);
  expect(await counted(member)).toMatchObject({ account: 3, address: 3 });
});

test("a locked account's refusal costs neither the address nor the sandbox anything", async () => {
  const member = await newMember();
  for (let sent = 0; sent < 3; sent++) await signInTo(member, "wrong");
  const before = await counted(member);
  for (let sent = 0; sent < 10; sent++) await signInTo(member);

  expect(before).toEqual({ account: 3, address: 3, tenant: 3 });
  expect(await counted(member)).toEqual(before);
});

test("an attempt that cannot be read counts nowhere", async () => {
  const member = await newMember();
  const answers = [await signInTo(member, 7), await signInTo(member, "x".repeat(201))];

  expect(answers.map(({ status }) => status)).toEqual([400, 400]);
  expect(await counted(member)).toEqual({ account: 0, address: 0, tenant: 0 });
});

test("what the sandbox refuses is given back to the account and the address", async () => {
  const member = await newMember({ tier: "seedling" });
  for (let sent = 0; sent < 50; sent++) await site(`${member.path}/requests`, { method: "POST" });
  const refused = await signInTo(member);

  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["writes"]);
  expect(await counted(member)).toEqual({ account: 0, address: 0, tenant: 50 });
});

test("an account is tried five times in a quarter of an hour, by whomever", async () => {
  const member = await newMember();
  clock.set(NOON + 1);
  for (let sent = 0; sent < 5; sent++) expect((await signInTo(member)).status).toBe(201);
  const refused = await signInTo(member);

  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["sign-ins by account"]);
  expect(refused.headers.get("retry-after")).toBe("900");
  expect(await counted(member)).toEqual({ account: 5, address: 5, tenant: 5 });
  await abortAllDurableObjects();
  expect(await counted(member)).toEqual({ account: 5, address: 5, tenant: 5 });
});

test("an address tries twenty times in five minutes, and the account that it meets then loses nothing", async () => {
  const members = [];
  for (let made = 0; made < 5; made++) members.push(await newMember());
  for (const member of members.slice(0, 4)) for (let sent = 0; sent < 5; sent++) await signInTo(member);
  const refused = await signInTo(members[4]!);

  expect(Problem.parse(await refused.json())["violated-policies"]).toEqual(["sign-ins by address"]);
  expect(refused.headers.get("retry-after")).toBe("300");
  expect(await counted(members[4]!)).toEqual({ account: 0, address: 20, tenant: 0 });
});

const FAILURE = Object.assign(new Error("Network connection lost."), { retryable: true });

test.for([
  ["the account's object is away", "SESSIONS", async () => await Promise.reject(FAILURE)],
  ["the addresses' object is away", "ADDRESSES", async () => await Promise.reject(FAILURE)],
  ["the addresses' object does not answer", "ADDRESSES", async () => await newSilence().keep()],
] as const)("nobody signs in while %s", async ([, binding, fail]) => {
  const member = await newMember();
  const broken = { getByName: () => ({ loginAllowed: fail, checkUserRateLimit: fail, checkAddress: fail }) };
  const url = `http://grove.localhost${member.path}/sessions`;
  const answer = await app.fetch(new Request(url, attempt(member.passphrase)), { ...env, [binding]: broken });

  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(await member.object.listSessions()).toHaveLength(1);
  expect(await counted(member)).toEqual({ account: 0, address: 0, tenant: 0 });
});

test("signing out ends the session, also for one who is barred", async () => {
  const member = await newMember();
  for (let step = 0; step < 5; step++) await member.object.escalateAbuse("told by hand");
  const session = member.headers.Authorization.slice("Bearer ".length);
  expect((await visit(member, session)).status).toBe(403);
  const answer = await site(`${member.path}/sessions`, { method: "DELETE", headers: member.headers });

  expect(answer.status).toBe(204);
  expect(await member.object.validateSession(session)).toEqual({ kind: "invalid" });
  expect((await site(`${member.path}/sessions`, { method: "DELETE" })).status).toBe(401);
});
