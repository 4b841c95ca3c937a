import { expect, test } from "vitest";
import { type AttackWatch, createAttackDesk, createAttackWatch, type Load } from "./attack-reports.ts";

const NOON = 1_800_000_000_000;

/** Counts so many requests, every other one refused, and gives the reports that became due. */
function noteAll(watch: AttackWatch, times: number, now: number): Load[] {
  return Array.from({ length: times }, (_, i) => watch.note({ requests: 1, refused: i % 2 }, now)).filter(
    (report) => report !== undefined,
  );
}

test("reports every five seconds what is worth a call, and every second what is much", () => {
  const watch = createAttackWatch();

  expect(noteAll(watch, 50, NOON)).toEqual([{ requests: 50, refused: 25 }]);
  expect(noteAll(watch, 99, NOON + 999)).toEqual([]);
  expect(noteAll(watch, 1, NOON + 1_000)).toEqual([{ requests: 100, refused: 49 }]);
  expect(noteAll(watch, 60, NOON + 5_999)).toEqual([]);
  expect(noteAll(watch, 1, NOON + 6_000)).toEqual([{ requests: 61, refused: 30 }]);
  expect(noteAll(watch, 900, NOON + 6_999)).toEqual([]);
  expect(noteAll(watch, 1, NOON + 7_000)).toEqual([{ requests: 901, refused: 450 }]);
});

test("in peace little is not worth a call, and is counted on for as long as it takes", () => {
  const watch = createAttackWatch();

  expect(noteAll(watch, 49, NOON)).toEqual([]);
  expect(noteAll(watch, 1, NOON + 3_600_000)).toEqual([{ requests: 50, refused: 24 }]);
});

test("under attack all is reported, but nothing that is long over", () => {
  const watch = createAttackWatch();
  noteAll(watch, 50, NOON);
  watch.learn(3, NOON);
  noteAll(watch, 40, NOON + 1_000);

  expect(noteAll(watch, 1, NOON + 5_000)).toEqual([{ requests: 41, refused: 20 }]);
  noteAll(watch, 40, NOON + 6_000);
  expect(noteAll(watch, 1, NOON + 16_001)).toEqual([{ requests: 1, refused: 0 }]);
});

test("goes on reporting when its clock is set back", () => {
  const watch = createAttackWatch();
  noteAll(watch, 50, NOON);

  expect(noteAll(watch, 50, NOON - 3_600_000)).toHaveLength(1);
});

test("believes what it was told for fifteen seconds", () => {
  const watch = createAttackWatch();
  watch.learn(3, NOON);

  expect([NOON, NOON + 14_999, NOON + 15_000].map((now) => watch.levelAt(now))).toEqual([3, 3, 0]);
});

test("the desk measures what all isolates report in three seconds", () => {
  const desk = createAttackDesk({ perSecond: 1_000 });
  const busy = { requests: 1_000, refused: 0 };

  expect([0, 1, 2].map((second) => desk.report(busy, NOON + second * 1_000))).toEqual([0, 0, 0]);
  expect(desk.report(busy, NOON + 3_000)).toBe(1);
});

test("the desk does not wait for the end of an interval that is lost already", () => {
  const desk = createAttackDesk({ perSecond: 1_000 });

  expect(desk.report({ requests: 6_000, refused: 0 }, NOON)).toBe(0);
  expect(desk.report({ requests: 9_000, refused: 9_000 }, NOON)).toBe(0);
  expect(desk.report({ requests: 1, refused: 0 }, NOON)).toBe(4);
});

test("what came before a long silence says nothing of what comes after it", () => {
  const desk = createAttackDesk({ perSecond: 1_000 });
  desk.report({ requests: 5_000, refused: 0 }, NOON);

  expect(desk.report({ requests: 5_000, refused: 0 }, NOON + 3_600_000)).toBe(0);
});

test("the desk goes on measuring when its clock is set back", () => {
  const desk = createAttackDesk({ perSecond: 1_000 });
  const busy = { requests: 3_600, refused: 0 };
  desk.report(busy, NOON);

  const hourAgo = NOON - 3_600_000;
  expect([hourAgo, hourAgo + 3_000].map((now) => desk.report(busy, now))).toEqual([0, 4]);
});
