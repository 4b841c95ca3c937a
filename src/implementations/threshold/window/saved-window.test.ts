import fc from "fast-check";
import { expect, test } from "vitest";
import { createExactOracle } from "./oracle.ts";
import { SUB_BUCKETS } from "./ring.ts";
import { createWindow, type SavedWindow, type Window, type WindowPolicy, withLimit } from "./window.ts";

const NOON = 43_200_000;
const LOGGED = 100;
const RUNG = 300;

interface Step {
  readonly gap: number;
  readonly cost: number;
}

const steps = fc.array(
  fc.record({
    gap: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.1, noNaN: true })),
    cost: fc.integer({ min: 1, max: 30 }),
  }),
  { minLength: 1, maxLength: 80 },
);

const lengths = fc.oneof(fc.constantFrom(60, 61, 60_000), fc.integer({ min: 60, max: 100_000 }));

function always(claim: (windowMs: number, before: readonly Step[], after: readonly Step[]) => void): void {
  fc.assert(fc.property(lengths, steps, steps, claim), { seed: 20_261_121, numRuns: 500 });
}

function throughJson(window: Window): SavedWindow {
  return JSON.parse(JSON.stringify(window.save())) as SavedWindow;
}

/** What a window says of each step, and the time when they are over. */
function follow(window: Window, taken: readonly Step[], from: number): { said: unknown[]; now: number } {
  let now = from;
  const said = taken.map(({ gap, cost }) => {
    now += Math.round(gap * window.policy.windowMs);
    return [window.check(now, cost), window.read(now)];
  });
  return { said, now };
}

/** Fills a window and an exact oracle alike. */
function filled(
  policy: WindowPolicy,
  taken: readonly Step[],
): { window: Window; exact: (now: number) => number; now: number } {
  const window = createWindow(policy);
  const oracle = createExactOracle(policy.windowMs);
  let now = NOON;
  for (const { gap, cost } of taken) {
    now += Math.round(gap * policy.windowMs);
    if (window.check(now, cost).kind === "allowed") oracle.add(now, cost);
  }
  return { window, exact: (at) => oracle.used(at), now };
}

test("a window that went through JSON behaves as if it had not", () => {
  for (const limit of [LOGGED, RUNG]) {
    always((windowMs, before, after) => {
      const window = createWindow({ limit, windowMs });
      const { now } = follow(window, before, NOON);
      const restored = createWindow({ limit, windowMs }, throughJson(window));

      expect(restored.read(now)).toEqual(window.read(now));
      expect(follow(restored, after, now)).toEqual(follow(window, after, now));
    });
  }
});

test("a refund reaches what was counted before the window was saved", () => {
  for (const limit of [LOGGED, RUNG]) {
    const window = createWindow({ limit, windowMs: 60_000 });
    window.check(NOON + 700, 2);
    window.check(NOON + 900, 3);
    const restored = createWindow({ limit, windowMs: 60_000 }, throughJson(window));
    restored.refund({ at: NOON + 700, cost: 2 });

    expect(restored.read(NOON + 1_000).used).toBe(3);
  }
});

test("another limit forgives nothing, and keeps nothing for longer than a sub-bucket", () => {
  for (const [from, to] of [
    [LOGGED, RUNG],
    [RUNG, LOGGED],
    [LOGGED, LOGGED - 50],
    [RUNG, RUNG + 50],
  ] as const) {
    always((windowMs, before, after) => {
      const { window, exact, now } = filled({ limit: from, windowMs }, before);
      const used = window.read(now).used;
      const moved = withLimit(window, to);

      expect(moved.read(now)).toMatchObject({ used, remaining: Math.max(0, to - used) });
      for (const { gap } of after) {
        const later = now + Math.round(gap * 11 * windowMs);
        const copy = createWindow({ limit: to, windowMs }, moved.save());
        expect(copy.read(later).used).toBeGreaterThanOrEqual(exact(later));
      }
      const cut = windowMs / SUB_BUCKETS;
      expect(moved.read(Math.ceil(now + windowMs + 2 * cut)).used).toBe(0);
    });
  }
});

test("tells when there is room under the other limit", () => {
  const window = createWindow({ limit: 10, windowMs: 60_000 });
  for (let second = 0; second < 10; second++) window.check(second * 1_000);

  const lowered = withLimit(window, 3);
  const forbidden = withLimit(window, 0);

  expect(lowered.read(10_000)).toEqual({ used: 10, remaining: 0, nextAt: 67_000 });
  expect(lowered.check(66_999)).toEqual({ kind: "refused", retryAt: 67_000 });
  expect(lowered.check(67_000).kind).toBe("allowed");
  expect(forbidden.read(68_000)).toMatchObject({ remaining: 0, nextAt: undefined });
  expect(forbidden.check(68_000)).toEqual({ kind: "refused", retryAt: Infinity });
});

test("another length keeps what is still within it, and counts it no shorter than it should", () => {
  for (const limit of [LOGGED, RUNG]) {
    always((windowMs, before, after) => {
      const { window, now } = filled({ limit, windowMs: 2 * windowMs }, before);
      const oracle = createExactOracle(windowMs);
      for (const [at, cost] of window.save().admissions) oracle.add(at, cost);
      const shorter = createWindow({ limit, windowMs }, throughJson(window));
      let later = now;

      for (const { gap } of after) {
        later += Math.round(gap * windowMs);
        expect(shorter.read(later).used).toBeGreaterThanOrEqual(oracle.used(later));
      }
    });
  }
});

test("a finer cut stays a finer cut under another limit", () => {
  const window = createWindow({ limit: RUNG, windowMs: 60_000, cuts: 240 });
  const moved = withLimit(window, RUNG + 1);
  for (const at of [NOON, NOON + 300]) moved.check(at);

  expect(moved.read(NOON + 300).nextAt).toBe(NOON + 60_000);
});

test("an empty window saves as nothing", () => {
  const window = createWindow({ limit: LOGGED, windowMs: 60_000 });
  window.check(NOON);
  window.read(NOON + 60_000);

  expect(window.save()).toEqual({ latest: NOON + 60_000, admissions: [] });
});

test("who takes and returns for ever leaves nothing behind", () => {
  for (const limit of [LOGGED, RUNG]) {
    const window = createWindow({ limit, windowMs: 60_000 });
    window.check(NOON);
    for (let at = NOON + 1; at < NOON + 5_000; at++) {
      window.check(at, 2);
      window.refund({ at, cost: 2 });
    }

    expect(window.save().admissions).toHaveLength(1);
    expect(window.read(NOON + 5_000).used).toBe(1);
  }
});

test("a window never saves more lines than its limit, or than 61 for its moments and 120 for its counts", () => {
  for (const [limit, most] of [
    [LOGGED, LOGGED],
    [RUNG, 61 + 120],
  ] as const) {
    always((windowMs, before, after) => {
      const window = createWindow({ limit, windowMs });
      let now = NOON;
      const lines = [...before, ...after, ...before, ...after].map(({ gap, cost }, i) => {
        now += Math.round((gap * windowMs) / 10);
        const decision = window.check(now, cost);
        if (decision.kind === "allowed" && i % 3 === 0) window.refund(decision);
        return window.save().admissions.length;
      });

      expect(Math.max(...lines)).toBeLessThanOrEqual(most);
    });
  }
});

test("who takes, and returns all but a little of each, fills no memory with what is left", () => {
  const limit = 60_000;
  const window = createWindow({ limit, windowMs: 60_000 });
  const lines = Array.from({ length: 20_000 }, (_, i) => {
    const at = NOON + i;
    window.check(at, 600);
    window.refund({ at, cost: 599 });
    return window.save().admissions.length;
  });

  expect(Math.max(...lines)).toBeLessThanOrEqual(61 + 120);
});
