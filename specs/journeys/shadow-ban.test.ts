import { env } from "cloudflare:workers";
import { Note, NoteList } from "#grove/contracts/note";
import { clock, newMember, site, type TestMember } from "#specs/fixtures";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readStanding, sendAppeal } from "./appeals.requests.ts";
import { removeSandboxes } from "./sandboxes.requests.ts";
import { ksPValue } from "./two-sample.ts";

// VITE_SHADOW_PAIRS=2000 npm run specs -- shadow-ban   sends more, and holds the latencies to the test.
const settings = (import.meta as { env?: Record<string, string> }).env ?? {};
const PAIRS = Number(settings["VITE_SHADOW_PAIRS"] ?? 100);
const ENOUGH_TO_TIME = 2_000;
const SEED = 20_261_121;

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
/** What a user may write before the limit on notes would tell of itself. */
const NOTES_EACH = 20;

beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  clock.set(NOON);
  await removeSandboxes();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Two users whose warnings look the same from outside: one has just served a slowdown, the other a block. */
async function newPair(): Promise<{ ordinary: TestMember; shadowed: TestMember }> {
  const [ordinary, shadowed] = [await newMember(), await newMember()];
  for (let step = 0; step < 3; step++) await ordinary.object.escalateAbuse("told by hand");
  for (let step = 0; step < 4; step++) await shadowed.object.escalateAbuse("told by hand");
  clock.advance(5 * MINUTE);
  return { ordinary, shadowed };
}

interface Seen {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
  readonly ms: number;
}

async function write({ path, headers }: TestMember, text: string): Promise<Seen> {
  const began = performance.now();
  const answer = await site(`${path}/notes`, {
    method: "POST",
    body: JSON.stringify({ text }),
    headers: { ...headers, "Content-Type": "application/json" },
  });
  const body = await answer.json<Record<string, unknown>>();
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body,
    ms: performance.now() - began,
  };
}

/** All that an observer can compare: what is new with each request is told by its kind. */
function shapeOf({ status, headers, body }: Seen): unknown {
  const kinds = Object.fromEntries(Object.entries(body).map(([key, value]) => [key, typeof value]));
  return { status, headers: { ...headers, "x-request-id": "new" }, body: kinds };
}

/** An answer to the last byte, but for the id that each request has. The clock stands, so that times are the same too. */
async function wholeOf(answer: Response): Promise<[number, Record<string, string>, string]> {
  const id = answer.headers.get("x-request-id") ?? "no id";
  const headers = { ...Object.fromEntries(answer.headers), "x-request-id": "new" };
  return [answer.status, headers, (await answer.text()).replaceAll(id, "new")];
}

async function read({ path }: TestMember, headers: Record<string, string> = {}): Promise<Note[]> {
  return NoteList.parse(await (await site(`${path}/notes`, { headers })).json()).notes;
}

async function countRows({ id }: TestMember): Promise<number> {
  const row = await env.DB.prepare("SELECT count(*) AS n FROM notes WHERE tenant_id = ?")
    .bind(id)
    .first<{ n: number }>();
  return row!.n;
}

test("what a shadow-banned user writes is accepted, and shown to them alone", async () => {
  const { shadowed } = await newPair();
  const answer = await write(shadowed, "Buy my things");

  expect(answer.status).toBe(201);
  expect(await read(shadowed, shadowed.headers)).toEqual([Note.parse(answer.body)]);
  expect(await read(shadowed)).toEqual([]);
});

test("where they stand is told to a shadow-banned user as to another, and so is what becomes of their appeals", async () => {
  const { ordinary, shadowed } = await newPair();
  const seen = [];
  for (const member of [ordinary, shadowed]) {
    const on = { origin: `http://${member.id}.${env.BASE_DOMAIN}` };
    const answers = [
      await readStanding(on, member),
      await sendAppeal(on, member),
      await sendAppeal(on, member),
      await readStanding(on, member),
      await readStanding(on, member, "HEAD"),
    ];
    for (let more = 0; more < 4; more++) answers.push(await sendAppeal(on, member));
    seen.push(await Promise.all(answers.map(wholeOf)));
  }

  expect(seen[0]?.map(([status]) => status)).toEqual([200, 204, 409, 200, 200, 409, 409, 409, 429]);
  expect(seen[1]).toEqual(seen[0]);
});

test("a shadow ban ends by itself after a day", async () => {
  const { shadowed } = await newPair();
  const isShadowed = async () => (await shadowed.object.getAbuseState()).judgement.isShadowed;
  clock.set(NOON + 24 * 60 * MINUTE - 1);
  expect(await isShadowed()).toBe(true);
  clock.advance(1);

  expect(await isShadowed()).toBe(false);
  expect(await shadowed.object.getShadowBanDelay()).toBe(0);
});

test("the other means is a delay of one to three seconds, which is offered and not applied", async () => {
  const { ordinary, shadowed } = await newPair();
  const delays = [];
  for (let asked = 0; asked < 50; asked++) delays.push(await shadowed.object.getShadowBanDelay());

  expect(Math.min(...delays)).toBeGreaterThanOrEqual(1_000);
  expect(Math.max(...delays)).toBeLessThan(3_000);
  expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(500);
  expect(await ordinary.object.getShadowBanDelay()).toBe(0);
});

test(
  `from outside nobody can tell a shadow ban, in ${PAIRS} interleaved pairs of writes`,
  { timeout: 60_000 + 300 * PAIRS },
  async () => {
    const isShadowedFirst = fc.sample(fc.boolean(), { numRuns: PAIRS, seed: SEED });
    const times = { ordinary: [] as number[], shadowed: [] as number[] };
    const delays: number[] = [];
    const told: unknown[] = [];
    let pair = await newPair();
    for (const [sent, first] of isShadowedFirst.entries()) {
      if (sent > 0 && sent % NOTES_EACH === 0) {
        await removeSandboxes();
        pair = await newPair();
      }
      const { ordinary, shadowed } = pair;
      const early = await write(first ? shadowed : ordinary, `Note ${sent}`);
      const late = await write(first ? ordinary : shadowed, `Note ${sent}`);
      const [seen, hidden] = first ? [late, early] : [early, late];
      times.ordinary.push(seen.ms);
      times.shadowed.push(hidden.ms);
      delays.push(await shadowed.object.getShadowBanDelay());
      const isSame = JSON.stringify(shapeOf(seen)) === JSON.stringify(shapeOf(hidden));
      if (!isSame || seen.status !== 201) told.push({ seen, hidden });
    }
    const p = ksPValue(times.ordinary, times.shadowed);
    const held = times.ordinary.map((ms, sent) => ms + (delays[sent] ?? 0));
    const lagging = times.ordinary.map((ms) => ms + 3);
    const tell = (a: readonly number[]): string => ksPValue(times.ordinary, a).toExponential(1);
    console.info(
      `shadow ban: ${PAIRS} pairs, KS p = ${p.toFixed(3)}; with getShadowBanDelay p = ${tell(held)}, with 3 ms p = ${tell(lagging)}`,
    );

    expect(told).toEqual([]);
    expect([times.ordinary.length, times.shadowed.length]).toEqual([PAIRS, PAIRS]);
    expect(await countRows(pair.shadowed)).toBe(await countRows(pair.ordinary));
    expect(await read(pair.shadowed)).toEqual([]);
    expect(await read(pair.ordinary)).toHaveLength(await countRows(pair.ordinary));
    // The same test tells a delay, so it would tell one here.
    expect(ksPValue(times.ordinary, held)).toBeLessThan(0.001);
    // In the short form the two cannot be told apart by so few. One honest run in twenty fails the long one.
    if (PAIRS < ENOUGH_TO_TIME) return;
    expect(p).toBeGreaterThan(0.05);
    expect(ksPValue(times.ordinary, lagging)).toBeLessThan(0.05);
  },
);
