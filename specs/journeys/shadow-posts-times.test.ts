import { clock, newMemberOf, newTenant, type TestActor, type TestTenant } from "#specs/fixtures";
import { WholePost } from "#grove/contracts/post";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { draft, send } from "./post-api.requests.ts";
import { escalate } from "./shadow-bans.requests.ts";
import { ksPValue } from "./two-sample.ts";

// VITE_SHADOW_PAIRS=2000 npm run specs -- shadow-posts-times   sends more, and holds the latencies to the test.
const settings = (import.meta as { env?: Record<string, string> }).env ?? {};
const PAIRS = Number(settings["VITE_SHADOW_PAIRS"] ?? 40);
const ENOUGH = 2_000;
const SEED = 20_261_202;

/** As many as an hour has room for. */
const CREATED_EACH = 10;
const CHANGED_EACH = 30;
const WRITES_EACH = CREATED_EACH + CHANGED_EACH;

const HOUR = 3_600_000;
const BEGIN = Date.now();

interface Writer {
  readonly tenant: TestTenant;
  readonly by: TestActor;
  id: string;
}

/** Two editors, each of a blog of their own, whose warnings look the same: one has served a slowdown, the other a block. */
async function newPair(hour: number): Promise<readonly [ordinary: Writer, shadowed: Writer]> {
  clock.set(BEGIN + hour * HOUR);
  const pair = [];
  for (const steps of [3, 4]) {
    const tenant = await newTenant({ tier: "evergreen" });
    const by = await newMemberOf(tenant, "editor");
    await escalate(by, steps);
    pair.push({ tenant, by, id: "" });
  }
  clock.advance(300_000);
  return pair as [Writer, Writer];
}

/** A draft, or a change of the last one: how long it took, in milliseconds. */
async function write(writer: Writer, nth: number): Promise<number> {
  const { tenant, by, id } = writer;
  const isNew = nth < CREATED_EACH;
  const began = performance.now();
  const answer = isNew
    ? await send(tenant, "", { by, method: "POST", body: draft() })
    : await send(tenant, `/${id}`, { by, method: "PATCH", body: { title: `Change ${nth}` }, ifMatch: "*" });
  const body = await answer.text();
  const ms = performance.now() - began;
  expect(answer.status, body).toBe(isNew ? 201 : 200);
  writer.id = WholePost.parse(JSON.parse(body)).id;
  return ms;
}

test(
  `what a shadow-banned writer does with posts takes as long as another's, in ${PAIRS} interleaved pairs`,
  { timeout: 60_000 + 300 * PAIRS },
  async () => {
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    const isShadowedFirst = fc.sample(fc.boolean(), { numRuns: PAIRS, seed: SEED });
    const times: [ordinary: number[], shadowed: number[]] = [[], []];
    let pair = await newPair(0);
    for (const [sent, first] of isShadowedFirst.entries()) {
      const nth = sent % WRITES_EACH;
      if (sent > 0 && nth === 0) pair = await newPair(sent / WRITES_EACH);
      for (const side of first ? ([1, 0] as const) : ([0, 1] as const))
        times[side].push(await write(pair[side], nth));
    }
    const [ordinary, shadowed] = times;
    const lagging = ordinary.map((ms) => ms + 3);
    const delayed = ordinary.map((ms) => ms + 1_000);
    const p = ksPValue(ordinary, shadowed);
    const later = ksPValue(ordinary, lagging);
    console.info(`posts: ${PAIRS} pairs, KS p = ${p.toFixed(3)}; with 3 ms p = ${later.toExponential(1)}`);

    expect([ordinary.length, shadowed.length]).toEqual([PAIRS, PAIRS]);
    // The same test tells the delay that Grove does not use, so it would tell one here.
    expect(ksPValue(ordinary, delayed)).toBeLessThan(0.001);
    // In the short form the two cannot be told apart by so few. One honest run in twenty fails the long one.
    if (PAIRS < ENOUGH) return;
    expect(p).toBeGreaterThan(0.05);
    expect(later).toBeLessThan(0.05);
  },
);
