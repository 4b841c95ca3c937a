import { expect, test } from "vitest";
import { newWorld } from "./timers.model.ts";

const DAY = 86_400_000;

test("a beat of cron is done once, though the object's own clock is behind", async () => {
  const done: number[] = [];
  const { world, live } = newWorld({ note: ({ at }) => void done.push(at) });
  const { alarms, timers } = live();
  timers.set({ key: "day", does: "note", at: DAY, cron: "0 0 * * *" });
  world.now = DAY - 3;
  await alarms.fire();

  expect([done, timers.list()]).toEqual([
    [DAY],
    [{ key: "day", does: "note", at: 2 * DAY, cron: "0 0 * * *" }],
  ]);
});

test("a timer that is never due again goes when it is done", async () => {
  const done: number[] = [];
  const { live, passTo } = newWorld({ note: ({ at }) => void done.push(at) });
  const life = live();
  life.timers.set({ key: "once", does: "note", at: 0, cron: "0 0 0 2 1 * 1970" });
  await passTo(3 * DAY, life);

  expect([done, life.timers.list()]).toEqual([[0, DAY], []]);
});

test("a timer that is replayed takes nothing from one that was set since", async () => {
  const done: unknown[] = [];
  let isBroken = true;
  const { live, passTo } = newWorld({
    note: (timer) => {
      if (isBroken) throw new Error("no");
      done.push(timer.with);
    },
  });
  const life = live();
  life.timers.set({ key: "a", does: "note", at: 0, with: "old" });
  await passTo(10_000, life);
  isBroken = false;
  life.timers.set({ key: "a", does: "note", at: 20_000, with: "new" });
  life.timers.replay(1);
  await passTo(30_000, life);

  expect(done).toEqual(["old", "new"]);
});
