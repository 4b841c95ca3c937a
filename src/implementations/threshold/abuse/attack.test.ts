import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AttackLevel,
  attackLevelAt,
  type AttackState,
  ceilingAt,
  measure,
  type Measurement,
  NO_ATTACK,
} from "./attack.ts";
import { type Scenario, simulate } from "./attack.simulation.ts";

const NOON = 1_800_000_000_000;
const SEED = 20_261_121;
const CALM: Measurement = { requests: 499, refused: 0, capacity: 1_000 };
const REFUSED_FLOOD: Measurement = { requests: 90_000, refused: 89_700, capacity: 1_000 };

function levelled(level: AttackLevel): AttackState {
  return { level, calmSince: null, latest: NOON };
}

test("rises by one above nine tenths of the capacity, and to the top above twice the capacity", () => {
  const passing = (passed: number): AttackLevel =>
    measure(levelled(1), { requests: passed + 5_000, refused: 5_000, capacity: 1_000 }, NOON + 5_000).level;

  expect([900, 901, 2_000, 2_001].map(passing)).toEqual([1, 2, 2, 4]);
});

test("a level that works is kept for as long as it is needed", () => {
  let state = levelled(3);
  for (let i = 1; i <= 1_000; i++) state = measure(state, REFUSED_FLOOD, NOON + i * 5_000);

  expect(state.level).toBe(3);
});

test("falls to 0 after a calm of twenty seconds, and not for a shorter one", () => {
  const states = [0, 5, 10, 15, 19.999, 20].reduce<AttackState[]>(
    (each, s) => [...each, measure(each.at(-1) ?? levelled(4), CALM, NOON + s * 1_000)],
    [],
  );
  expect(states.map(({ level }) => level)).toEqual([4, 4, 4, 4, 4, 0]);

  const interrupted = measure(states[3]!, REFUSED_FLOOD, NOON + 19_000);
  expect(measure(interrupted, CALM, NOON + 20_000).level).toBe(4);
});

test("never falls while as much comes as half the capacity, and never rises while nine tenths pass at most", () => {
  const measurements = fc.array(
    fc.record({
      requests: fc.nat(20_000),
      refusedShare: fc.double({ min: 0, max: 1, noNaN: true }),
      ms: fc.integer({ min: -10_000, max: 10_000 }),
    }),
  );
  fc.assert(
    fc.property(measurements, (each) => {
      let [state, now] = [NO_ATTACK, NOON];
      for (const { requests, refusedShare, ms } of each) {
        now += ms;
        const refused = Math.floor(requests * refusedShare);
        const next = measure(state, { requests, refused, capacity: 1_000 }, now);
        const isLow = requests < 500;
        const isHigh = requests - refused > 900;
        expect(isLow || next.level >= state.level).toBe(true);
        expect(isHigh || next.level <= state.level).toBe(true);
        expect(JSON.parse(JSON.stringify(next))).toEqual(next);
        expect(next.latest).toBeGreaterThanOrEqual(state.latest);
        state = next;
      }
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test("what nobody has measured for a minute is over", () => {
  expect(attackLevelAt(levelled(4), NOON + 59_999)).toBe(4);
  expect(attackLevelAt(levelled(4), NOON + 60_000)).toBe(0);
});

test("a ceiling falls to a quarter with each level, but never below what a reader needs, nor rises", () => {
  const levels = [0, 1, 2, 3, 4] as const;

  expect(levels.map((level) => ceilingAt(level, 6_000))).toEqual([6_000, 1_500, 375, 94, 24]);
  expect(levels.map((level) => ceilingAt(level, 300))).toEqual([300, 75, 24, 24, 24]);
  expect(levels.map((level) => ceilingAt(level, 10))).toEqual([10, 10, 10, 10, 10]);
});

const FLOOD: Scenario = { seed: SEED, readers: 300, flood: 10, attackers: 100, colos: 1, floodSeconds: 180 };

test.each([
  { flood: 10, attackers: 10, colos: 1 },
  { flood: 10, attackers: 100, colos: 50 },
  { flood: 100, attackers: 10, colos: 50 },
  { flood: 100, attackers: 500, colos: 1 },
  { flood: 100, attackers: 500, colos: 50 },
])(
  "serves readers through $flood times their traffic from $attackers addresses in $colos colos",
  (scenario) => {
    const outcome = simulate({ ...FLOOD, ...scenario });
    const undefended = simulate({ ...FLOOD, ...scenario, without: "levels" });

    expect(outcome.servedAfterOnset).toBeGreaterThanOrEqual(0.99);
    expect(outcome.recoverySeconds).toBeLessThanOrEqual(60);
    expect(outcome.turns).toBe(1);
    expect(undefended.servedAfterOnset).toBeLessThan(0.95);
  },
);

test.each([
  ["at the edge of raising", { flood: 8, attackers: 100 }],
  ["at the edge of calm", { flood: 4, attackers: 100 }],
  ["that pauses for ten seconds", { flood: 100, attackers: 100, pulse: { on: 20, off: 10 } }],
])("does not swing in a flood %s", (_what, scenario) => {
  const outcome = simulate({ ...FLOOD, ...scenario });

  expect(outcome.turns).toBeLessThanOrEqual(1);
  expect(outcome.recoverySeconds).toBeLessThanOrEqual(60);
  expect(outcome.servedAfterOnset).toBeGreaterThanOrEqual(0.99);
});

test("without the rule of silence a flood from many addresses comes back with every window", () => {
  const scenario = { ...FLOOD, flood: 100, attackers: 500 };

  expect(simulate({ ...scenario, without: "silence" }).servedAfterOnset).toBeLessThan(0.95);
});

test("cannot tell from readers whoever is as slow as a reader: enough of them are a flood that gets through", () => {
  const { topLevel, servedAfterOnset } = simulate({ ...FLOOD, flood: 50, attackers: 1_500 });

  expect(topLevel).toBe(4);
  expect(servedAfterOnset).toBeLessThan(0.9);
});
