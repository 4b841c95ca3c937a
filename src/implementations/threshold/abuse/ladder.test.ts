import fc from "fast-check";
import { expect, test } from "vitest";
import { appeal, clear, escalate, judge, type LadderStep, recordViolation } from "./ladder.ts";
import { type LadderState, NEW_LADDER } from "./ladder-state.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = 1_800_000_000_000;

function violate(state: LadderState, now: number, policy = "requests"): LadderStep {
  return recordViolation(state, { now, windowMs: MINUTE, policy });
}

/** Violates again as soon as that counts again, so many times. */
function climb(times: number, from: LadderState = NEW_LADDER): { steps: LadderStep[]; state: LadderState } {
  const steps: LadderStep[] = [];
  let state = from;
  let now = Math.max(NOON, state.latest);
  for (let i = 0; i < times; i++) {
    const step = violate(state, now);
    steps.push(step);
    state = step.state;
    now = Math.max(now + MINUTE, state.sentence?.until ?? 0);
  }
  return { steps, state };
}

test("two warnings, a slowdown of a minute, a block of five, a ban of a day", () => {
  const { steps } = climb(5);

  expect(steps.map(({ judgement }) => judgement)).toEqual([
    { kind: "passes", level: "warning", isShadowed: false },
    { kind: "passes", level: "warning", isShadowed: false },
    { kind: "barred", level: "slowdown", until: NOON + 3 * MINUTE, isShadowed: false },
    { kind: "barred", level: "block", until: NOON + 8 * MINUTE, isShadowed: true },
    { kind: "barred", level: "ban", until: NOON + 8 * MINUTE + DAY, isShadowed: true },
  ]);
});

test("each further ban is twice as long, and none is longer than thirty days", () => {
  const { steps } = climb(12);

  const bans = steps.slice(4).map(({ state }) => (state.sentence!.until - state.latest) / DAY);
  expect(bans).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
});

test("a past ban counts for thirty quiet days, though the violations are long forgiven", () => {
  const banned = climb(6).state;
  const released = banned.sentence!.until;

  const soon = judge(banned, released + 29 * DAY).state;
  const later = judge(banned, released + 31 * DAY).state;
  const muchLater = judge(banned, released + 61 * DAY).state;

  expect([soon.violations, soon.bans, later.bans, muchLater.bans]).toEqual([0, 2, 1, 0]);
  const again = climb(5, later).state;
  expect(again.sentence).toEqual({ level: "ban", until: again.latest + 2 * DAY });
});

test("a burst within one window is one violation, and so it is for each policy", () => {
  const burst = Array.from({ length: 200 }, (_, i) => NOON + i * 299);
  const after = burst.reduce((state, now) => violate(state, now).state, NEW_LADDER);

  expect(after.violations).toBe(1);
  expect(violate(after, NOON + MINUTE - 1).state).toBe(after);
  expect(violate(after, NOON + MINUTE - 1, "writes").state.violations).toBe(2);
  expect(violate(after, NOON + MINUTE).state.violations).toBe(2);
});

test.each([3, 4, 5])(
  "hammering prolongs nothing after %i violations, whatever limit it violates",
  (times) => {
    const { state } = climb(times);
    const { until } = state.sentence!;

    const hammered = Array.from({ length: 1_000 }, (_, i) => state.latest + i * 59).reduce(
      (each, now) => violate(each, now, `limit ${now % 7}`).state,
      state,
    );

    expect(hammered).toBe(state);
    expect(violate(state, until - 1, "writes").state.sentence).toEqual(state.sentence);
    expect(judge(state, until).judgement.kind).toBe("passes");
  },
);

test("whatever was done, in five quiet hours after the last of it everyone is clear", () => {
  const doings = fc.array(
    fc.record({
      wait: fc.nat(3 * HOUR),
      policy: fc.constantFrom("requests", "writes", "ai"),
      byHand: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(doings, (each) => {
      let now = NOON;
      let state = NEW_LADDER;
      for (const { wait, policy, byHand } of each) {
        now += wait;
        state = byHand ? escalate(state, { now, reason: "seen" }).state : violate(state, now, policy).state;
      }
      const quietFrom = state.sentence?.until ?? now;
      expect(judge(state, quietFrom + 5 * HOUR).judgement).toMatchObject({ kind: "passes", level: "clear" });
    }),
    { seed: 20_261_121, numRuns: 500 },
  );
});

test("the quiet hour begins when a sentence ends", () => {
  const { state } = climb(3);
  const { until } = state.sentence!;

  expect(judge(state, until + HOUR - 1).state.violations).toBe(3);
  expect(judge(state, until + HOUR).state.violations).toBe(2);
});

test("clearing lifts the ban, the shadow ban, past bans and the appeal, and says who did it", () => {
  const appealed = appeal(climb(5).state, { now: NOON + HOUR, note: "It was my script." }).state;

  const { state, events, judgement } = clear(appealed, {
    now: NOON + 2 * HOUR,
    by: "ada",
    reason: "a script",
  });

  expect(judgement).toEqual({ kind: "passes", level: "clear", isShadowed: false });
  expect(events).toEqual([
    { kind: "cleared", at: NOON + 2 * HOUR, from: "ban", to: "clear", by: "ada", reason: "a script" },
  ]);
  expect(state).toEqual({ ...NEW_LADDER, latest: NOON + 2 * HOUR });
});

test("one appeal is open at a time, its note cut, until it is decided or thirty days have passed", () => {
  const first = appeal(climb(5).state, { now: NOON + HOUR, note: "a".repeat(2_000) }).state;
  const second = appeal(first, { now: NOON + 2 * HOUR, note: "and another thing" });

  expect(first.appeal).toEqual({ at: NOON + HOUR, note: "a".repeat(500), lapsesAt: NOON + HOUR + 30 * DAY });
  expect(second).toMatchObject({ state: first, events: [] });
  const third = appeal(first, { now: NOON + HOUR + 30 * DAY, note: "once more" });
  expect(third.events.map(({ kind }) => kind).slice(-2)).toEqual(["lapsed", "appealed"]);
});

test("what an audit is told of one step by hand", () => {
  const { events } = escalate(climb(3).state, { now: NOON + 2 * MINUTE + 1, reason: "spam", by: "ada" });

  expect(events).toEqual([
    {
      kind: "escalated",
      at: NOON + 2 * MINUTE + 1,
      from: "slowdown",
      to: "block",
      until: NOON + 7 * MINUTE + 1,
      reason: "spam",
      by: "ada",
    },
  ]);
});

test("stays small however many policies are violated", () => {
  let state = NEW_LADDER;
  for (let i = 0; i < 500; i++) {
    const windowMs = DAY + i;
    state = recordViolation(
      { ...state, sentence: null },
      { now: NOON, windowMs, policy: `limit ${i}` },
    ).state;
  }
  expect(state.counted.map(([policy]) => policy)).toEqual(
    Array.from({ length: 16 }, (_, i) => `limit ${499 - i}`),
  );
});

test("a clock set back stands still: what begins begins where it stood", () => {
  const { state } = climb(2);

  expect(violate(state, NOON - DAY, "writes").state.sentence!.until).toBe(state.latest + MINUTE);
});

test("refuses a clock that is not a number", () => {
  expect(() => judge(NEW_LADDER, Number.NaN)).toThrow(
    new RangeError("Cannot read a ladder: now is NaN, must be epoch milliseconds"),
  );
});
