import fc from "fast-check";
import { expect, test } from "vitest";
import { admittedExactly, createExactOracle, createRingOracle, mostInAnyWindow } from "./oracle.ts";
import { SUB_BUCKETS } from "./ring.ts";
import { type Admission, createWindow, LOG_LIMIT, type WindowPolicy } from "./window.ts";

/** Noon of some day: where a clock that steps back is still after the epoch. */
const NOON = 43_200_000;

interface Step {
  /** How much of a window passes, or a second back. */
  readonly gap: number | "back";
  readonly act: "check" | "read" | "refund" | "refund again";
  readonly cost: number;
  /** Which of the admissions so far is refunded. */
  readonly place: number;
}

interface Trace extends WindowPolicy {
  readonly steps: readonly Step[];
}

const windows = fc.oneof(fc.constantFrom(60, 61, 121, 1_000, 60_000), fc.integer({ min: 60, max: 100_000 }));
const logged = fc.oneof(fc.constantFrom(0, 1, 2, 3, LOG_LIMIT), fc.integer({ min: 4, max: LOG_LIMIT }));
const rung = fc.oneof(fc.constant(LOG_LIMIT + 1), fc.integer({ min: LOG_LIMIT + 1, max: 1_000 }));

const gaps = fc.oneof(
  { weight: 8, arbitrary: fc.constant(0) },
  { weight: 8, arbitrary: fc.double({ min: 0, max: 0.04, noNaN: true }) },
  { weight: 3, arbitrary: fc.double({ min: 0.9, max: 1.1, noNaN: true }) },
  { weight: 1, arbitrary: fc.double({ min: 1, max: 4, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant("back" as const) },
);

/** Bursts, pauses and silences, with costs that fill the limit within a few of them. */
function traces(limits: fc.Arbitrary<number>): fc.Arbitrary<Trace> {
  return fc.record({ limit: limits, windowMs: windows }).chain(({ limit, windowMs }) => {
    const costs = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: Math.ceil(limit / 4) + 1 }));
    const act = fc.oneof(
      { weight: 12, arbitrary: fc.constant("check" as const) },
      fc.constantFrom("read" as const, "refund" as const, "refund again" as const),
    );
    const step = fc.record({ gap: gaps, act, cost: costs, place: fc.nat() });
    return fc.record({
      limit: fc.constant(limit),
      windowMs: fc.constant(windowMs),
      steps: fc.array(step, { minLength: 1, maxLength: 150 }),
    });
  });
}

function always(limits: fc.Arbitrary<number>, claim: (trace: Trace) => void): void {
  fc.assert(fc.property(traces(limits), claim), { seed: 20_261_121, numRuns: 1_000 });
}

/** What a window says at the end of a step, beside what two oracles do that were given whatever it admitted. */
interface Told {
  readonly used: number;
  readonly remaining: number;
  /** The cost that was asked for at this step, and whether there was room. */
  readonly asked?: { readonly cost: number; readonly isAllowed: boolean; readonly before: number };
  readonly exact: number;
  /** As if all of a sub-bucket left with the last of it. */
  readonly latest: number;
}

/** Does every step; where a refund may come twice, only of a log, which knows each moment. */
function follow({ limit, windowMs, steps }: Trace): Told[] {
  const window = createWindow({ limit, windowMs });
  const oracles = [createExactOracle(windowMs), createRingOracle(windowMs, SUB_BUCKETS)];
  const admitted: Admission[] = [];
  let now = NOON;

  function check(cost: number): Told["asked"] {
    const before = window.read(now).used;
    const decision = window.check(now, cost);
    if (decision.kind === "refused") return { cost, isAllowed: false, before };
    admitted.push(decision);
    for (const oracle of oracles) oracle.add(now, cost);
    return { cost, isAllowed: true, before };
  }

  function refund(chosen: number, isForgotten: boolean): void {
    const admission = admitted[chosen];
    if (!admission) return;
    window.refund(admission);
    for (const oracle of oracles) oracle.remove(admission);
    if (isForgotten) admitted.splice(chosen, 1);
  }

  return steps.map(({ gap, act, cost, place }) => {
    now = gap === "back" ? now - 1_000 : now + Math.round(gap * windowMs);
    const asked = act === "check" ? check(cost) : undefined;
    if (act === "refund" || act === "refund again") {
      refund(place % admitted.length, act === "refund" || limit > LOG_LIMIT);
    }
    const { used, remaining } = window.read(now);
    const [exact = 0, latest = 0] = oracles.map((oracle) => oracle.used(now));
    return { used, remaining, ...(asked && { asked }), exact, latest };
  });
}

test("a window decides by what it says it holds: costs, refunds, clocks that stand still or step back", () => {
  always(fc.oneof(logged, rung), (trace) => {
    const wrong = follow(trace).filter(({ used, remaining, asked }) => {
      const isDecided = !asked || asked.isAllowed === asked.before + asked.cost <= trace.limit;
      return !isDecided || remaining !== Math.max(0, trace.limit - used);
    });

    expect(wrong).toEqual([]);
  });
});

test("a log holds what an exact oracle holds", () => {
  always(logged, (trace) => {
    expect(follow(trace).filter(({ used, exact }) => used !== exact)).toEqual([]);
  });
});

test("a ring holds all that an exact oracle holds, and less than a sixtieth of the limit beside it", () => {
  always(rung, (trace) => {
    const wrong = follow(trace).filter(
      ({ used, exact }) => used < exact || used >= exact + trace.limit / SUB_BUCKETS,
    );

    expect(wrong).toEqual([]);
  });
});

test("a ring holds nothing for longer than until the last of its sub-bucket has left", () => {
  always(rung, (trace) => {
    expect(follow(trace).filter(({ used, latest }) => used > latest)).toEqual([]);
  });
});

/** The times at which a trace's admissions were made, once for each unit of cost. Nothing is refunded. */
function admissions({ limit, windowMs, steps }: Trace): number[] {
  const window = createWindow({ limit, windowMs });
  let now = NOON;
  return steps.flatMap(({ gap, cost }) => {
    now += gap === "back" ? 0 : Math.round(gap * windowMs);
    return Array.from({ length: window.check(now, cost).kind === "allowed" ? cost : 0 }, () => now);
  });
}

test("neither admits more than the limit in any trailing window", () => {
  always(fc.oneof(logged, rung), (trace) => {
    expect(mostInAnyWindow(admissions(trace), trace.windowMs)).toBeLessThanOrEqual(trace.limit);
  });
});

test("what was refused fits at retryAt, and not a millisecond earlier", () => {
  always(fc.oneof(logged, rung), ({ limit, windowMs, steps }) => {
    const window = createWindow({ limit, windowMs });
    let now = NOON;
    for (const { gap, cost } of steps) {
      now += gap === "back" ? 0 : Math.round(gap * windowMs);
      const decision = window.check(now, cost);
      if (decision.kind === "allowed") continue;
      const { retryAt } = decision;
      expect(retryAt === Infinity).toBe(cost > limit);
      if (cost > limit) continue;
      const found = [retryAt > now, window.retryAt(retryAt - 1, cost), window.retryAt(retryAt, cost)];
      expect(found).toEqual([true, retryAt, undefined]);
      now = retryAt;
    }
  });
});

test("nextAt is when more remains, and not a millisecond earlier", () => {
  always(fc.oneof(logged, rung), (trace) => {
    const window = createWindow(trace);
    const decisions = trace.steps.map(({ cost }, i) => window.check(NOON + i * 7, cost));
    const { remaining, nextAt } = window.read(NOON + decisions.length * 7);
    fc.pre(nextAt !== undefined);

    expect(window.read(nextAt - 1).remaining).toBe(remaining);
    expect(window.read(nextAt).remaining).toBeGreaterThan(remaining);
  });
});

test("a client that sends evenly at exactly a small limit is never refused", () => {
  for (const limit of [1, 2, 3, 7, 60, 100, LOG_LIMIT]) {
    const window = createWindow({ limit, windowMs: 60_000 });
    const times = Array.from({ length: 10 * limit }, (_, i) => NOON + Math.ceil((i * 60_000) / limit));

    expect(times.filter((at) => window.check(at).kind === "refused")).toEqual([]);
  }
});

test("a ring admits more than 59 of 60 of what a log does, however much comes", () => {
  for (const load of [1, 1.5, 5]) {
    const policy = { limit: 600, windowMs: 60_000 };
    const times = Array.from({ length: 61 * 600 * load }, (_, i) => NOON + Math.ceil((i * 100) / load));
    const window = createWindow(policy);
    const allowed = times.filter((at) => window.check(at).kind === "allowed");

    expect(allowed.length / admittedExactly(times, policy).length).toBeGreaterThan(59 / 60);
  }
});

test("a finer cut costs less", () => {
  const window = createWindow({ limit: 600, windowMs: 60_000, cuts: 240 });
  const times = Array.from({ length: 61 * 600 }, (_, i) => NOON + i * 100);
  const allowed = times.filter((at) => window.check(at).kind === "allowed");

  expect(allowed.length / times.length).toBeGreaterThan(0.995);
});

test("a ring refuses only where a window and a sixtieth are full", () => {
  always(rung, (trace) => {
    const { limit, windowMs } = trace;
    const window = createWindow(trace);
    const looser = createExactOracle(windowMs + windowMs / SUB_BUCKETS);
    let now = NOON;
    const early = trace.steps.filter(({ gap, cost }) => {
      now += gap === "back" ? 0 : Math.round(gap * windowMs);
      const isAllowed = window.check(now, cost).kind === "allowed";
      const isFull = looser.used(now) + cost > limit;
      if (isAllowed) looser.add(now, cost);
      return !isAllowed && !isFull;
    });

    expect(early).toEqual([]);
  });
});

test("a ring admits at least as much as a log of 59/60 of its limit, whatever comes", () => {
  always(rung, ({ limit, windowMs, steps }) => {
    const least = limit - Math.ceil(limit / SUB_BUCKETS) + 1;
    let now = NOON;
    const times = steps.flatMap(({ gap, cost }) => {
      now += gap === "back" ? 0 : Math.round(gap * windowMs);
      return Array.from({ length: cost }, () => now);
    });
    const window = createWindow({ limit, windowMs });
    const allowed = times.filter((at) => window.check(at).kind === "allowed");

    expect(least).toBeGreaterThan((limit * 59) / 60);
    expect(allowed.length).toBeGreaterThanOrEqual(admittedExactly(times, { limit: least, windowMs }).length);
  });
});
