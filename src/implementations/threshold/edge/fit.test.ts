import fc from "fast-check";
import { expect, test } from "vitest";
import { compileEdgeRules } from "./compile.ts";
import { EDGE_PLANS, type EdgePlanName } from "./plans.ts";
import type { EdgeRule } from "./rule.ts";

fc.configureGlobal({ seed: 20_261_121 });

const PLANS = Object.keys(EDGE_PLANS) as EdgePlanName[];

function rule(limit: number, windowMs: number): EdgeRule {
  return {
    name: "one",
    hosts: { kind: "all" },
    limit,
    windowMs,
    blockSeconds: 60,
    status: 429,
    says: "Too many.",
    inWorker: "the same limit",
  };
}

function fitOf(plan: EdgePlanName, limit: number, windowMs: number) {
  const [compiled] = compileEdgeRules([rule(limit, windowMs)], plan).compiled;
  return { period: compiled!.periodSeconds * 1_000, requests: compiled!.requests };
}

/** The most that is counted in any period that ends with a request. */
function trailingPeak(times: readonly number[], period: number): number {
  const counts = times.map(
    (end, index) => times.slice(0, index + 1).filter((time) => time > end - period).length,
  );
  return Math.max(0, ...counts);
}

/** The most that is counted in any period of a clock that is `phase` ahead. */
function alignedPeak(times: readonly number[], period: number, phase: number): number {
  const counts = new Map<number, number>();
  for (const time of times) {
    const slot = Math.floor((time + phase) / period);
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/** The highest rate by Cloudflare's estimate of 2017: https://blog.cloudflare.com/counting-things-a-lot-of-different-things/ */
function estimatedPeak(times: readonly number[], period: number): number {
  const counts = new Map<number, number>();
  const estimates = times.map((time) => {
    const slot = Math.floor(time / period);
    const current = (counts.get(slot) ?? 0) + 1;
    counts.set(slot, current);
    return current + (counts.get(slot - 1) ?? 0) * (1 - (time % period) / period);
  });
  return Math.max(0, ...estimates);
}

/** What a client sends that keeps to at most `limit` in any trailing window, out of what it would like to send. */
function keepWithin(
  { limit, windowMs }: { limit: number; windowMs: number },
  gaps: readonly number[],
): number[] {
  const sent: number[] = [];
  let now = 0;
  for (const gap of gaps) {
    now += gap;
    if (sent.filter((time) => time > now - windowMs).length < limit) sent.push(now);
  }
  return sent;
}

const policies = fc.record({
  plan: fc.constantFrom(...PLANS),
  limit: fc.integer({ min: 1, max: 12 }),
  windowMs: fc.oneof(
    fc.constantFrom(1_000, 7_000, 10_000, 25_000, 60_000, 70_000, 300_000, 3_600_000, 86_400_000),
    fc.integer({ min: 1, max: 100_000_000 }),
  ),
  // Bursts, and waits of about a window or a period, where the two could fall out of step.
  waits: fc.array(
    fc.oneof(
      fc.constant({ of: "window", part: 0 }),
      fc.record({
        of: fc.constantFrom("window", "period"),
        part: fc.double({ min: 0, max: 1.1, noNaN: true }),
      }),
      fc.record({ of: fc.constantFrom("window", "period"), part: fc.constantFrom(0.25, 0.5, 0.999, 1) }),
    ),
    { maxLength: 150 },
  ),
  phase: fc.double({ min: 0, max: 1, noNaN: true }),
});

test("a client that keeps to the rule is never refused at the edge, whatever period the plan has", () => {
  fc.assert(
    fc.property(policies, ({ plan, limit, windowMs, waits, phase }) => {
      const { period, requests } = fitOf(plan, limit, windowMs);
      const gaps = waits.map(({ of, part }) => Math.round(part * (of === "window" ? windowMs : period)));
      const sent = keepWithin({ limit, windowMs }, gaps);

      expect(trailingPeak(sent, period)).toBeLessThanOrEqual(requests);
      expect(alignedPeak(sent, period, phase * period)).toBeLessThanOrEqual(requests);
      // The estimate spreads the period before: only a window of two periods bounds it.
      const estimated = 2 * period <= windowMs ? estimatedPeak(sent, period) : 0;
      expect(estimated).toBeLessThanOrEqual(requests);
    }),
    { numRuns: 1_000 },
  );
});

test("one request more than the rule allows, all at once, is refused where the period is no longer than the window", () => {
  for (const plan of PLANS) {
    const { period, requests } = fitOf(plan, 5, 60_000);

    expect(trailingPeak(Array<number>(6).fill(0), period)).toBeGreaterThan(requests);
  }
});

test("if the edge still estimates as in 2017, a burst across two periods of a whole window could be refused", () => {
  const { period, requests } = fitOf("enterprise", 10, 60_000);
  const bursts = [...Array<number>(10).fill(0), ...Array<number>(10).fill(60_000)];

  expect(trailingPeak(bursts, 60_000)).toBe(10);
  expect(estimatedPeak(bursts, period)).toBeGreaterThan(requests);
});

test.for([
  { plan: "free", limit: 1_000, windowMs: 60_000, period: 10, requests: 1_000 },
  { plan: "pro", limit: 50, windowMs: 300_000, period: 60, requests: 50 },
  { plan: "business", limit: 50, windowMs: 300_000, period: 300, requests: 50 },
  { plan: "business", limit: 100, windowMs: 3_600_000, period: 600, requests: 100 },
  { plan: "enterprise", limit: 100, windowMs: 3_600_000, period: 3_600, requests: 100 },
  { plan: "enterprise", limit: 500, windowMs: 86_400_000, period: 65_535, requests: 500 },
  // A shorter window than any period is counted in whole windows.
  { plan: "free", limit: 5, windowMs: 1_000, period: 10, requests: 50 },
  // 90 s would take two windows of 70 s: as much at once, and for ever 1.56 of the limit where 60 s lets 1.17 through.
  { plan: "business", limit: 7, windowMs: 70_000, period: 60, requests: 7 },
  { plan: "pro", limit: 3, windowMs: 25_000, period: 45, requests: 6 },
] as const)(
  "$limit in $windowMs ms is counted as $requests in $period s on $plan, the tightest it has",
  ({ plan, limit, windowMs, period, requests }) => {
    expect(fitOf(plan, limit, windowMs)).toEqual({ period: period * 1_000, requests });
  },
);
