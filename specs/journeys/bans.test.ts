import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Claim } from "#implementations/threshold";
import type { SessionCheck } from "#grove/contracts/session";
import { sessionObject } from "#grove/session-object";
import { clock, newMember, newUser, recordLog, site, type TestUser } from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ONE_A_MINUTE: Claim = { policy: { name: "user", limit: 1, windowMs: MINUTE }, key: "" };
const FIVE_AN_HOUR: Claim = { policy: { name: "uploads", limit: 5, windowMs: HOUR }, key: "" };

const log = recordLog();

beforeEach(() => {
  clock.set(NOON);
});

interface Visitor {
  readonly id: string;
  /** A new stub each time, since one whose object was aborted stays broken. */
  readonly object: () => TestUser["object"];
  readonly sessionId: string;
}

async function newVisitor(): Promise<Visitor> {
  const { id, object } = newUser();
  const { sessionId } = await object.createSession({ lifetimeMs: 7 * DAY });
  return { id, sessionId, object: () => sessionObject(env, id) };
}

async function visit({ object, sessionId }: Visitor, ...claims: Claim[]): Promise<SessionCheck> {
  return await object().validateSession(sessionId, claims);
}

/** Goes over the limit of one a minute, and comes back as soon as that is heard again. */
async function violate(visitor: Visitor): Promise<SessionCheck> {
  await visit(visitor, ONE_A_MINUTE);
  const check = await visit(visitor, ONE_A_MINUTE);
  clock.advance(check.kind === "barred" ? check.retryAt - Date.now() : MINUTE);
  return check;
}

async function ban(visitor: Visitor): Promise<void> {
  for (let step = 0; step < 5; step++) await visitor.object().escalateAbuse("told by hand");
}

test("five violations lead from a warning to a day's ban, and each is told with its end", async () => {
  const visitor = await newVisitor();
  const checks = [];
  for (let step = 0; step < 4; step++) checks.push(await violate(visitor));
  const begun = Date.now();
  checks.push(await violate(visitor));

  expect(checks.map((check) => (check.kind === "barred" ? check.level : check.kind))).toEqual([
    "refused",
    "refused",
    "slowdown",
    "block",
    "ban",
  ]);
  expect(checks.at(-1)).toMatchObject({ until: begun + DAY, retryAt: begun + DAY });
  expect((await visit(visitor)).kind).toBe("valid");
});

test("hammering within one window is one violation", async () => {
  const visitor = await newVisitor();
  for (let sent = 0; sent < 50; sent++) await visit(visitor, ONE_A_MINUTE);
  const { ladder } = await visitor.object().getAbuseState();

  expect(ladder.violations).toBe(1);
  expect(await visit(visitor)).toMatchObject({ kind: "valid", isWarned: true, isShadowed: false });
});

test("who is barred is told when the limit has room again, if that is later", async () => {
  const visitor = await newVisitor();
  for (let step = 0; step < 2; step++) await visitor.object().escalateAbuse("told by hand");
  for (let sent = 0; sent < 5; sent++) await visit(visitor, FIVE_AN_HOUR);
  const check = await visit(visitor, FIVE_AN_HOUR);

  expect(check).toMatchObject({ level: "slowdown", until: NOON + MINUTE, retryAt: NOON + HOUR });
});

test("a ban survives eviction, and the loss of every object", async () => {
  const visitor = await newVisitor();
  await ban(visitor);
  await evictDurableObject(visitor.object());
  expect(await visit(visitor)).toMatchObject({ kind: "barred", level: "ban", until: NOON + DAY });

  await abortAllDurableObjects();
  expect(await visit(visitor)).toMatchObject({ kind: "barred", level: "ban", until: NOON + DAY });
  clock.advance(DAY);
  expect((await visit(visitor)).kind).toBe("valid");
});

test("a violation is stored before it is answered, and not a second time", async () => {
  const visitor = await newVisitor();
  await visit(visitor, ONE_A_MINUTE);
  await visit(visitor, ONE_A_MINUTE);
  await abortAllDurableObjects();
  await visit(visitor, ONE_A_MINUTE);
  await visit(visitor, ONE_A_MINUTE);

  expect((await visitor.object().getAbuseState()).ladder.violations).toBe(1);
});

test("counts of an hour survive a crash, and those of a minute begin again", async () => {
  const visitor = await newVisitor();
  await visit(visitor, FIVE_AN_HOUR);
  await visit(visitor, ONE_A_MINUTE);
  await abortAllDurableObjects();
  const hour = await visit(visitor, FIVE_AN_HOUR);
  const minute = await visit(visitor, ONE_A_MINUTE);

  expect(hour).toMatchObject({ kind: "valid", verdict: { standings: [{ used: 2, remaining: 3 }] } });
  expect(minute).toMatchObject({ kind: "valid", verdict: { standings: [{ used: 1 }] } });
});

test("who waits for eviction again and again gets a minute's limit and no more", async () => {
  const visitor = await newVisitor();
  let admitted = 0;
  for (let life = 0; life < 3; life++) {
    for (let sent = 0; sent < 3; sent++)
      if ((await visit(visitor, ONE_A_MINUTE)).kind === "valid") admitted += 1;
    await evictDurableObject(visitor.object());
  }

  expect(admitted).toBe(1);
});

test("a crash at each request lets a minute's limit through at most once more each time", async () => {
  const visitor = await newVisitor();
  const CRASHES = 5;
  let admitted = 0;
  for (let life = 0; life <= CRASHES; life++) {
    for (let sent = 0; sent < 3; sent++)
      if ((await visit(visitor, ONE_A_MINUTE)).kind === "valid") admitted += 1;
    await abortAllDurableObjects();
  }

  expect(admitted).toBe(1 + CRASHES);
});

test("what is held against a user is lifted by clearing it, at once", async () => {
  const visitor = await newVisitor();
  await ban(visitor);
  await visitor.object().appealAbuse("It was my cat.");
  await visitor.object().clearAbuse({ by: "autumn", reason: "a cat" });

  expect(await visit(visitor)).toMatchObject({ kind: "valid", isWarned: false, isShadowed: false });
  expect((await visitor.object().getAuditEvents()).slice(-2)).toMatchObject([
    { event: "abuse appealed", reason: "It was my cat." },
    { event: "abuse cleared", by: "autumn", reason: "a cat", from: "ban", to: "clear" },
  ]);
});

test("a ban is met by the very next request, and its lifting within a minute", async () => {
  const member = await newMember();
  const ask = async (): Promise<Response> =>
    await site(`${member.path}/requests`, { headers: member.headers });
  expect((await ask()).status).toBe(200);
  for (let step = 0; step < 5; step++) await member.object.escalateAbuse("told by hand");
  const answer = await ask();
  await member.object.clearAbuse({ by: "autumn", reason: "a mistake" });
  clock.advance(MINUTE);

  expect(answer.status).toBe(403);
  expect(answer.headers.get("x-ratelimit-banned")).toBe("true");
  expect(answer.headers.get("retry-after")).toBe("86400");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect((await ask()).status).toBe(200);
});

test("every step is on record after eviction, and told to the operator in a line of JSON", async () => {
  const visitor = await newVisitor();
  await ban(visitor);
  await evictDurableObject(visitor.object());
  const events = await visitor.object().getAuditEvents();
  const lines = log.lines;

  expect(events.map(({ to }) => to)).toEqual(["warning", "warning", "slowdown", "block", "ban"]);
  expect(lines).toEqual(events.map((event) => ({ level: "warn", ...event, userId: visitor.id })));
  expect(lines.at(-1)).toMatchObject({ event: "abuse escalated", to: "ban", until: NOON + DAY });
});

test("of the events, the newest two hundred are kept", async () => {
  const visitor = await newVisitor();
  await runInDurableObject(visitor.object(), (object) => {
    for (let step = 0; step < 120; step++) {
      object.escalateAbuse(`step ${step}`);
      object.clearAbuse({ by: "autumn", reason: `clear ${step}` });
    }
  });
  const events = await visitor.object().getAuditEvents();

  expect(events).toHaveLength(200);
  expect(events[0]).toMatchObject({ reason: "step 20" });
  expect(events.at(-1)).toMatchObject({ reason: "clear 119" });
});

test("a state that cannot be stored is not answered, and not held either", async () => {
  const visitor = await newVisitor();
  const outcome = await runInDurableObject(visitor.object(), (object, { storage }) => {
    storage.sql.exec("DROP TABLE events");
    try {
      return object.escalateAbuse("spam").judgement.kind;
    } catch (error) {
      return String(error);
    }
  });
  const { ladder } = await runInDurableObject(visitor.object(), (object) => object.getAbuseState());

  expect(outcome).toContain("no such table: events");
  expect(ladder.violations).toBe(0);
});
