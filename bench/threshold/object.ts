import { join } from "node:path";
import { ROOT } from "../../tools/sources.ts";
import { medianFsyncMs } from "../kit/disk.ts";
import { publish } from "../kit/figures.ts";
import { runGrove } from "../kit/grove.ts";
import { inTurns, median, quantile } from "../kit/statistics.ts";

// One decision of a Durable Object, seen by the Worker that asks for it: TenantDO as it is deployed, the object of
// hono-rate-limiter 0.4, and one statement of D1. All in one workerd, on one disk, in turns.

const ROUNDS = 9;
const AT_ONCE = 50;
/** Fewer for who is slow, so that each is measured for about as long. */
const DECISIONS = { fast: 2_000, slow: 300 } as const;

const SHAPES = {
  ours: DECISIONS.fast,
  "ours, four limits": DECISIONS.fast,
  "ours, leased": DECISIONS.fast,
  silent: DECISIONS.fast,
  peer: DECISIONS.slow,
  "peer on sql": DECISIONS.slow,
  upsert: DECISIONS.slow,
} as const;
type Shape = keyof typeof SHAPES;

/** Each shape and round has a tenant of its own: no limit is reached. */
const TENANTS = ROUNDS * 2 * Object.keys(SHAPES).length + 10;
let nextTenant = 0;

const grove = await runGrove({
  workers: { decisions: "threshold/workers/decisions.ts" },
  objects: {
    SILENT: { className: "Silent", useSQLite: true },
    PEER: { className: "DurableObjectRateLimiter", useSQLite: false },
    PEER_ON_SQL: { className: "DurableObjectRateLimiterOnSql", useSQLite: true },
  },
  tenants: TENANTS,
});
const address = await grove.address("decisions");

interface Answer {
  readonly waits: number[];
  readonly refused: number;
}

async function ask(
  shape: string,
  key: string,
  [decisions, atOnce]: readonly [number, number],
): Promise<Answer> {
  const asked = new URLSearchParams({ shape, key, decisions: `${decisions}`, "at-once": `${atOnce}` });
  const url = new URL(`/?${asked.toString()}`, address);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Cannot measure ${shape}: ${response.status} ${await response.text()}`);
  return response.json<Answer>();
}

/** Microseconds a decision by this process's clock, the way to the Worker taken off; waits are the Worker's own. */
async function measure(shape: Shape, atOnce: number): Promise<{ each: number; waits: number[] }> {
  const key = `t${nextTenant++}`;
  const decisions = SHAPES[shape];
  await ask(shape, key, [20, 1]); // Made, read from the disk, compiled.
  const empty = await clock(() => ask("nothing", key, [decisions, atOnce]));
  let answer: Answer | undefined;
  const took = await clock(async () => void (answer = await ask(shape, key, [decisions, atOnce])));
  if (answer?.refused) throw new Error(`Cannot measure ${shape}: ${answer.refused} were refused`);
  return { each: ((took - empty) * 1_000) / decisions, waits: answer?.waits ?? [] };
}

async function clock(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

async function measureAll(atOnce: number) {
  const waits = new Map<string, number[]>();
  const contender = (shape: Shape) => async () => {
    const { each, waits: own } = await measure(shape, atOnce);
    waits.set(shape, [...(waits.get(shape) ?? []), ...own]);
    return each;
  };
  const names = Object.keys(SHAPES) as Shape[];
  const contenders = Object.fromEntries(names.map((name) => [name, contender(name)])) as Record<
    Shape,
    () => Promise<number>
  >;
  return { rounds: await inTurns(contenders, ROUNDS), waits };
}

try {
  await ask("prepare", "", [0, 0]).catch(() => undefined);
  const fsync = medianFsyncMs(join(ROOT, ".specs", "bench", "state"));
  const alone = await measureAll(1);
  const crowd = await measureAll(AT_ONCE);
  const each = (shape: Shape): number => median(alone.rounds[shape]);
  const peer = Math.min(each("peer"), each("peer on sql"));
  const wait = (shape: Shape, q: number): number => quantile(crowd.waits.get(shape) ?? [], q);
  publish({
    part: "object: one decision in a Durable Object, asked one after the other",
    figures: [
      { what: "fsync of this disk, median", value: fsync, unit: "ms" },
      { what: "TenantDO, one limit", value: each("ours"), unit: "µs" },
      { what: "TenantDO, four limits in the one call", value: each("ours, four limits"), unit: "µs" },
      {
        what: "the same limit under a lease, as a request meets it",
        value: each("ours, leased"),
        unit: "µs",
      },
      { what: "an object that decides nothing", value: each("silent"), unit: "µs" },
      { what: "@hono-rate-limiter/cloudflare 0.2.2, as its README has it", value: each("peer"), unit: "µs" },
      { what: "the same on SQLite-backed storage", value: each("peer on sql"), unit: "µs" },
      { what: "D1 upsert with RETURNING", value: each("upsert"), unit: "µs" },
      {
        what: "times cheaper than hono-rate-limiter's object",
        value: peer / each("ours"),
        unit: "×",
        bar: { atLeast: 50 },
      },
      {
        what: "times cheaper than the D1 upsert",
        value: each("upsert") / each("ours"),
        unit: "×",
        bar: { atLeast: 50 },
      },
      {
        what: "the most that any object could be cheaper than hono-rate-limiter's, if it cost its call alone",
        value: peer / each("silent"),
        unit: "×",
      },
      {
        what: "times cheaper than hono-rate-limiter's object, the call itself taken off",
        value: (peer - each("silent")) / (each("ours") - each("silent")),
        unit: "×",
      },
      {
        what: "times cheaper than the D1 upsert, the call itself taken off",
        value: (each("upsert") - each("silent")) / (each("ours") - each("silent")),
        unit: "×",
      },
      {
        what: "times cheaper than hono-rate-limiter's object, under a lease",
        value: peer / each("ours, leased"),
        unit: "×",
      },
      {
        what: "times cheaper than the D1 upsert, under a lease",
        value: each("upsert") / each("ours, leased"),
        unit: "×",
      },
      { what: `TenantDO, one limit, ${AT_ONCE} at once`, value: median(crowd.rounds.ours), unit: "µs" },
      { what: `its wait, ${AT_ONCE} at once, p50`, value: wait("ours", 0.5), unit: "ms" },
      { what: `its wait, ${AT_ONCE} at once, p99`, value: wait("ours", 0.99), unit: "ms" },
      { what: `hono-rate-limiter's wait, ${AT_ONCE} at once, p99`, value: wait("peer", 0.99), unit: "ms" },
      { what: `the upsert's wait, ${AT_ONCE} at once, p99`, value: wait("upsert", 0.99), unit: "ms" },
    ],
    details: { alone: alone.rounds, crowd: crowd.rounds },
  });
} finally {
  await grove.stop();
}
