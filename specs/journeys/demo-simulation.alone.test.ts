import { waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { ROOM_PER_SECOND, ROOT } from "#grove/contracts/load";
import { type Aim, KINDS } from "#playground/threshold/requests";
import { simulate } from "#playground/threshold/simulated";
import {
  clock,
  newContext,
  newMember,
  newTenant,
  site,
  type TestMember,
  type TestTenant,
} from "#specs/fixtures";
import { beforeEach, expect, test } from "vitest";
import { removeSandboxes } from "./sandboxes.requests.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const INTERVAL = 5_000;
const READ: Aim = { kind: "read", sender: "user", level: 0 };
const ANYONE: Aim = { ...READ, sender: "nobody" };
const NOTE: Aim = { ...READ, kind: "note" };

/** A batch: so many of what is aimed at, so long after the one before. */
type Sent = readonly [count: number, aim: Aim, afterMs: number];

const TOLD = ["ratelimit", "ratelimit-policy", "retry-after", "x-ratelimit-warning", "x-ratelimit-banned"];

function summary(status: number, headers: Headers): unknown {
  return [status, ...TOLD.map((name) => headers.get(name))];
}

/** What the Worker answers to each request of the batches, all from one address. */
async function askWorker(
  member: TestMember,
  batches: readonly Sent[],
  pass = async (ms: number): Promise<void> => clock.advance(ms),
): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const [count, { kind, sender }, afterMs] of batches) {
    await pass(afterMs);
    const { method, below, body } = KINDS[kind];
    const headers = {
      ...(sender === "user" && member.headers),
      ...(body && { "Content-Type": "application/json" }),
    };
    for (let i = 0; i < count; i++) {
      const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      const { status, headers: told } = await site(`${member.path}${below}`, sent);
      answers.push(summary(status, told));
    }
  }
  return answers;
}

/** What the demo says that it would answer. */
async function askDemo(batches: readonly Sent[]): Promise<unknown[]> {
  const source = simulate("seedling");
  const answers: unknown[] = [];
  let now = Date.now();
  for (const [count, aim, afterMs] of batches) {
    now += afterMs;
    const outcome = await source.send({ ...aim, count }, now);
    answers.push(...outcome.answers.map(({ status, headers }) => summary(status, new Headers(headers))));
  }
  return answers;
}

beforeEach(async () => {
  clock.set(NOON);
  await removeSandboxes();
});

test.for<[string, readonly Sent[]]>([
  [
    "reading, at one user's limit and at the tenant's",
    [
      [62, READ, 0],
      [42, ANYONE, 1_000],
      [3, READ, MINUTE],
    ],
  ],
  [
    "a tenant that is full, whose user takes nothing",
    [
      [101, ANYONE, 0],
      [3, READ, 1],
      [61, READ, MINUTE],
    ],
  ],
  [
    "notes, which count for their user, for all and as writes",
    [
      [22, NOTE, 0],
      [22, NOTE, 5 * MINUTE],
    ],
  ],
  [
    "the ladder, up to a block",
    [
      [61, READ, 0],
      [61, READ, MINUTE],
      [62, READ, MINUTE],
      [2, READ, MINUTE],
      [62, READ, MINUTE],
    ],
  ],
])("the demo of Threshold answers as the Worker does: %s", async ([, batches]) => {
  const member = await newMember({ tier: "seedling" });
  const simulated = await askDemo(batches);

  expect(await askWorker(member, batches)).toEqual(simulated);
});

test("the demo of Threshold answers as the Worker does: an address under attack that goes on trying", async () => {
  const garden = await newTenant({ tier: "evergreen" });
  await flood(garden, 3 * INTERVAL, 60);
  const member = await newMember({ tier: "seedling" });
  const batches: Sent[] = [
    [30, { ...READ, level: 4 }, 0],
    [25, { ...ANYONE, level: 4 }, 50_000],
    [2, { ...ANYONE, level: 4 }, 15_000],
    [2, { ...ANYONE, level: 4 }, 25_000],
  ];
  const simulated = await askDemo(batches);

  expect(await askWorker(member, batches, (ms) => flood(garden, ms, 1))).toEqual(simulated);
  expect(simulated.map((answer) => (answer as [number])[0]).filter((status) => status === 200)).toHaveLength(
    26,
  );
});

/** Lets time pass in which others flood Grove, of which this isolate hears in every interval. */
async function flood({ origin }: TestTenant, ms: number, visits: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += INTERVAL) {
    for (let i = 0; i < visits; i++) {
      const context = newContext();
      const headers = { "cf-connecting-ip": "192.0.2.1" };
      await app.fetch(new Request(origin, { method: "HEAD", headers }), env, context);
      await waitOnExecutionContext(context);
    }
    clock.advance(INTERVAL);
    await env.GLOBALS.getByName(ROOT).report({ requests: 50 * ROOM_PER_SECOND, refused: 0 });
  }
}
