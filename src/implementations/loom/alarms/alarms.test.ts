import { expect, test } from "vitest";
import { type AlarmSource, createAlarms } from "./alarms.ts";
import { createStepped } from "./stepped.ts";

/** An alarm that goes off when the test says so, and remembers what it was set to. */
function newClock() {
  const clock = { now: 0, set: [] as number[], log: [] as string[] };
  const time = createStepped(clock);
  const life = () =>
    createAlarms({
      clock: { setAlarm: (at) => void clock.set.push(at) },
      now: () => clock.now,
      wait: time.wait,
      log: (problem) => void clock.log.push(problem),
    });
  return { clock, life, wait: time.wait, passTo: async (until: number) => await time.passTo(until) };
}

function newSource(name: string, next: number | undefined) {
  const source = {
    name,
    due: next,
    ran: [] as number[],
    next: () => source.due,
    async run(now: number) {
      source.ran.push(now);
      source.due = undefined;
    },
  };
  return source;
}

const broken = (due: number): AlarmSource => ({
  name: "broken",
  next: () => due,
  run: async () => await Promise.reject(new Error("no such table")),
});

test("sets the alarm for what is due first, and again only for something earlier", () => {
  const { clock, life } = newClock();
  const alarms = life();
  const [late, early] = [newSource("late", 900), newSource("early", undefined)];
  alarms.add(late);
  alarms.add(early);
  alarms.arm();
  early.due = 1_000;
  alarms.arm();
  early.due = 500;
  alarms.arm();

  expect(clock.set).toEqual([900, 500]);
});

test("a new life does not know whether the alarm is set, and sets it at the first request", () => {
  const { clock, life } = newClock();
  const alarms = life();
  alarms.add(newSource("timers", 900));
  for (let request = 0; request < 10; request++) alarms.watch();

  expect(clock.set).toEqual([900]);
});

test("an alarm that the platform has lost is set again", () => {
  const { clock, life } = newClock();
  const alarms = life();
  alarms.add(newSource("timers", 900));
  alarms.arm();
  clock.now = 10_900;
  alarms.watch();
  expect(clock.set).toEqual([900]);

  clock.now = 10_901;
  alarms.watch();

  expect(clock.set).toEqual([900, 900]);
});

test("runs what is due and sets the alarm for the rest, as its last act", async () => {
  const { clock, life } = newClock();
  const alarms = life();
  const [due, later] = [newSource("due", 500), newSource("later", 2_000)];
  alarms.add(due);
  alarms.add(later);
  clock.now = 500;
  await alarms.fire();

  expect([due.ran, later.ran, clock.set]).toEqual([[500], [], [2_000]]);
});

test("an alarm that goes off before the object's own clock is there runs what it was set for", async () => {
  const { clock, life } = newClock();
  const alarms = life();
  const source = newSource("timers", 500);
  alarms.add(source);
  alarms.arm();
  clock.now = 497;
  await alarms.fire();

  expect(source.ran).toEqual([500]);
});

test("a source that cannot say when it is due keeps no other from its time", async () => {
  const { clock, life } = newClock();
  const alarms = life();
  const lost: AlarmSource = {
    name: "lost",
    next: () => {
      throw new Error("no such table");
    },
    run: async () => undefined,
  };
  const healthy = newSource("healthy", 500);
  alarms.add(lost);
  alarms.add(healthy);
  clock.now = 500;
  await alarms.fire();

  expect([healthy.ran, clock.set]).toEqual([[500], [60_500]]);
});

test("a source that throws delays no other, never reaches the platform, and is tried again later and later", async () => {
  const { clock, life } = newClock();
  const alarms = life();
  const healthy = newSource("healthy", 0);
  alarms.add(broken(0));
  alarms.add(healthy);
  const waits = [];
  for (let failure = 0; failure < 9; failure++) {
    const before = clock.now;
    await alarms.fire();
    clock.now = clock.set.at(-1) ?? Number.NaN;
    waits.push(clock.now - before);
  }

  expect(healthy.ran).toEqual([0]);
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1_000));
  expect(clock.log.at(0)).toBe("broken has failed 1 times and is tried again in 1000 ms: no such table");
});

/** Runs until the test lets it go. */
function newSlow(due: number) {
  const slow = {
    ...newSource("slow", due),
    release: (): void => undefined,
    async run(): Promise<void> {
      slow.ran.push(slow.due ?? Number.NaN);
      await new Promise<void>((resolve) => (slow.release = resolve));
      slow.due = undefined;
    },
    next: () => slow.due,
  };
  return slow;
}

test("what comes due while a source is slow has its time, and the slow one is not run twice", async () => {
  const { clock, life, passTo } = newClock();
  const alarms = life();
  const [slow, prompt] = [newSlow(500), newSource("prompt", 700)];
  alarms.add(slow);
  alarms.add(prompt);
  clock.now = 500;
  const firing = alarms.fire();
  await passTo(699);
  expect(prompt.ran).toEqual([]);
  await passTo(700);
  expect(prompt.ran).toEqual([700]);

  slow.release();
  await firing;

  expect([slow.ran, clock.set]).toEqual([[500], []]);
});

test("what comes up while a source is slow has its time too", async () => {
  const { clock, life, passTo } = newClock();
  const alarms = life();
  const [slow, prompt] = [newSlow(500), newSource("prompt", undefined)];
  alarms.add(slow);
  alarms.add(prompt);
  clock.now = 500;
  const firing = alarms.fire();
  prompt.due = 600;
  alarms.arm();
  await passTo(600);
  expect(prompt.ran).toEqual([600]);

  prompt.due = 9_000;
  slow.release();
  await firing;

  expect(clock.set).toEqual([9_000]);
});

/** Takes 1.5 s for each second's work, so that some of it is always under way. */
function newBusy(wait: (ms: number, signal: AbortSignal) => Promise<void>) {
  const busy = {
    name: "busy",
    overlaps: true,
    due: 0,
    next: () => busy.due,
    async run(now: number): Promise<void> {
      busy.due = now + 1_000;
      await wait(1_500, new AbortController().signal);
    },
  };
  return busy;
}

test("an alarm ends though something is always under way: the platform gives it a quarter of an hour", async () => {
  const { clock, life, passTo, wait } = newClock();
  const alarms = life();
  const busy = newBusy(wait);
  alarms.add(busy);
  let endedAt = Infinity;
  const firing = alarms.fire().then(() => (endedAt = clock.now));
  await passTo(900_000);
  expect(endedAt).toBeLessThan(900_000);

  await firing;
  expect(clock.set).toEqual([busy.due]);
});

test("a wait that fails is no reason to ask again and again", async () => {
  const clock = { now: 500, set: [] as number[] };
  let waits = 0;
  const alarms = createAlarms({
    clock: { setAlarm: (at) => void clock.set.push(at) },
    now: () => clock.now,
    wait: async () => {
      waits += 1;
      if (waits < 100) throw new Error("no timers any more");
    },
    log: () => undefined,
  });
  const slow = newSlow(500);
  alarms.add(slow);
  alarms.add(newSource("later", 9_000));
  const firing = alarms.fire();
  for (let turns = 0; turns < 500; turns++) await Promise.resolve();
  slow.release();
  await firing;

  expect(waits).toBe(1);
  expect(clock.set).toEqual([9_000]);
});
