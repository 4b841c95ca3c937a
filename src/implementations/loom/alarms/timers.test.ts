import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSqlLetters } from "../letters/letters.ts";
import { createAlarms } from "./alarms.ts";
import { nextCron } from "./repeats.ts";
import { createSqlTimerStore, type Timer } from "./timer-store.ts";
import { newWorld } from "./timers.model.ts";
import { createTimers, type TimerAct } from "./timers.ts";

const settings = fc.array(
  fc.oneof(
    fc.record({ set: fc.constantFrom("a", "b", "c", "d"), in: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ cancel: fc.constantFrom("a", "b", "c", "d") }),
    fc.record({ pass: fc.integer({ min: 0, max: 40 }) }),
    fc.constant({ crash: true as const }),
  ),
  { maxLength: 40 },
);

test("each timer that stands is done at its time, in whatever life, and no other is", async () => {
  await fc.assert(
    fc.asyncProperty(settings, async (script) => {
      const done: string[] = [];
      const wanted: string[] = [];
      const model = new Map<string, number>();
      const { world, live, passTo } = newWorld({ note: ({ key, at }) => void done.push(`${key} at ${at}`) });
      let life = live();
      const pass = async (to: number): Promise<void> => {
        const due = [...model].filter(([, at]) => at <= to).toSorted(([, a], [, b]) => a - b);
        for (const [key, at] of due) {
          wanted.push(`${key} at ${at}`);
          model.delete(key);
        }
        await passTo(to, life);
      };
      for (const act of script) {
        if ("set" in act) {
          life.timers.set({ key: act.set, does: "note", at: world.now + act.in });
          model.set(act.set, world.now + act.in);
        } else if ("cancel" in act) {
          life.timers.cancel(act.cancel);
          model.delete(act.cancel);
        } else if ("pass" in act) await pass(world.now + act.pass);
        else life = live();
      }
      await pass(world.now + 1_000);

      expect(done.toSorted()).toEqual(wanted.toSorted());
      expect(life.timers.list()).toEqual([]);
    }),
    { seed: 20_261_129, numRuns: 300 },
  );
});

test("an interval keeps its beat and makes up for none that was missed", async () => {
  const done: number[] = [];
  const { world, live, passTo } = newWorld({ beat: (_timer, now) => void done.push(now) });
  const life = live();
  life.timers.set({ key: "beat", does: "beat", at: 1_000, everyMs: 1_000 });
  await passTo(2_500, life);
  world.now = 5_300; // As after an outage of the whole platform.
  await passTo(7_000, life);

  expect(done).toEqual([1_000, 2_000, 5_300, 6_000, 7_000]);
});

test("cron counts in UTC, and an expression that cannot be read is refused before anything is kept", () => {
  const noon = Date.UTC(2026, 0, 31, 12);
  const { timers } = newWorld({}).live();

  expect(nextCron("0 0 * * *", noon)).toBe(Date.UTC(2026, 1, 1));
  expect(nextCron("*/5 * * * *", noon)).toBe(noon + 300_000);
  expect(() => timers.set({ key: "x", does: "y", at: noon, cron: "99 * * * *" })).toThrow(TypeError);
  expect(() => timers.set({ key: "x", does: "y", at: Number.NaN })).toThrow(RangeError);
  expect(() => timers.set({ key: "x", does: "y", at: 0, everyMs: 0 })).toThrow(RangeError);
  expect(timers.list()).toEqual([]);
});

test("an act that throws is tried again, then set aside, delays nobody, and can be replayed", async () => {
  const tries: number[] = [];
  const done: string[] = [];
  let isBroken = true;
  const { world, live, passTo } = newWorld({
    break: (_timer, now) => {
      tries.push(now);
      if (isBroken) throw new Error("no");
    },
    note: ({ key }) => void done.push(key),
  });
  const life = live();
  life.timers.set({ key: "bad", does: "break", at: 10 });
  for (let i = 0; i < 5; i++) life.timers.set({ key: `good ${i}`, does: "note", at: 10 });
  life.timers.set({ key: "gone", does: "toString", at: 10 });
  await passTo(10, life);
  expect(done).toHaveLength(5);
  await passTo(10_000, life);

  expect(tries).toEqual([10, 1_010, 3_010]);
  expect(world.letters.list().map(({ what, why }) => [what, why])).toEqual([
    ["toString", 'Nothing is called "toString"'],
    ["break", "no"],
  ]);
  isBroken = false;
  expect([life.timers.replay(2), life.timers.replay(2)]).toEqual([true, false]);
  await passTo(20_000, life);
  expect(tries.slice(3)).toEqual([10_000]);
  expect(world.letters.count()).toBe(1);
});

test("an act that hangs holds up no other, neither of its time nor of a later one, and is tried again", async () => {
  const done: string[] = [];
  const { world, live, time } = newWorld({
    hang: async ({ key }) => {
      done.push(key);
      await new Promise(() => undefined);
    },
    note: ({ key }) => void done.push(key),
  });
  const life = live();
  for (let i = 0; i < 10; i++) life.timers.set({ key: `stuck ${i}`, does: "hang", at: 10 });
  life.timers.set({ key: "beside", does: "note", at: 10 });
  life.timers.set({ key: "later", does: "note", at: 20 });
  world.now = 10;
  const firing = life.alarms.fire();
  await time.passTo(20);
  expect(done.filter((key) => !key.startsWith("stuck"))).toEqual(["beside", "later"]);
  // What is done is noted at once: an end of the object now would do neither again.
  expect(live().timers.list()).toHaveLength(10);

  await time.passTo(60_010);
  await firing;
  expect(world.alarm).toBe(61_010);

  world.now = 61_010;
  void life.alarms.fire();
  await time.passTo(61_011);
  expect(done.slice(12)).toHaveLength(10);
});

test("an act that sets its own key anew keeps what it has set", async () => {
  const { live, passTo } = newWorld({
    again: ({ key }, now) => {
      if (now < 30) life.timers.set({ key, does: "again", at: now + 10 });
    },
  });
  const life = live();
  life.timers.set({ key: "self", does: "again", at: 10 });
  await passTo(25, life);
  expect(life.timers.list()).toEqual([{ key: "self", does: "again", at: 30 }]);

  await passTo(100, life);

  expect(life.timers.list()).toEqual([]);
});

test("a later timer sets no alarm", () => {
  const { world, live } = newWorld({});
  const { timers } = live();
  for (let at = 100; at < 200; at++) timers.set({ key: `${at}`, does: "note", at });

  expect([world.sets, world.alarm]).toEqual([1, 100]);
});

test("ten thousand timers in an object: all are done, across an end in the middle, for a row to set and one to be done", async () => {
  const object = env.ADDRESSES.getByName(`timers-${crypto.randomUUID()}`);
  await runInDurableObject(object, async (_object, { storage }) => {
    const changes = () => Number(storage.sql.exec("SELECT total_changes() AS n").one()["n"]);
    const done = new Set<string>();
    const letters = createSqlLetters(storage);
    const timersOf = (acts: Record<string, TimerAct>) => {
      const alarms = createAlarms({
        clock: { setAlarm: () => undefined },
        now: () => 20_000,
        wait: async () => undefined,
        log: () => undefined,
      });
      return createTimers({
        store: createSqlTimerStore(storage),
        acts,
        letters,
        alarms,
        wait: async () => await new Promise(() => undefined),
        random: () => 0,
        now: () => 20_000,
      });
    };
    const acts = { note: ({ key }: Timer) => void done.add(key) };
    const first = timersOf(acts);
    const before = changes();
    storage.transactionSync(() => {
      for (let i = 0; i < 10_000; i++) first.set({ key: `${i}`, does: "note", at: i });
    });
    const set = changes() - before;
    for (let slice = 0; slice < 5; slice++) await first.run(20_000);
    const second = timersOf(acts);
    for (let slice = 0; slice < 5; slice++) await second.run(20_000);

    expect(set).toBeLessThanOrEqual(10_001);
    expect(changes() - before).toBeLessThanOrEqual(20_001);
    expect(done.size).toBe(10_000);
    expect([second.next(), timersOf(acts).list()]).toEqual([undefined, []]);
  });
});

test("in a life that has ended nothing is begun, and no alarm is set", async () => {
  const done: unknown[] = [];
  const { world, live } = newWorld({ note: (timer) => void done.push(timer.key) });
  const { alarms, timers } = live();
  timers.set({ key: "a", does: "note", at: 0 });
  const { sets } = world;
  alarms.end();
  await alarms.fire();
  timers.set({ key: "b", does: "note", at: 0 });
  alarms.watch();

  expect([done, world.sets - sets]).toEqual([[], 0]);
});
