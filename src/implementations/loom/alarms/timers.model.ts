import { createMemoryLetters } from "../letters/letters.ts";
import { createAlarms } from "./alarms.ts";
import { createStepped } from "./stepped.ts";
import { createMemoryTimerStore } from "./timer-store.ts";
import { createTimers, type TimerAct } from "./timers.ts";

/** An object with timers, whose clock and alarm the test holds, and which can end at any moment. */
export function newWorld(acts: Record<string, TimerAct>) {
  const store = createMemoryTimerStore();
  const world = { now: 0, alarm: Infinity, sets: 0, letters: createMemoryLetters() };
  const time = createStepped(world);
  function live() {
    const alarms = createAlarms({
      clock: {
        setAlarm(at) {
          world.alarm = at;
          world.sets += 1;
        },
      },
      now: () => world.now,
      wait: time.wait,
      log: () => undefined,
    });
    const timers = createTimers({
      store,
      acts,
      letters: world.letters,
      alarms,
      wait: time.wait,
      random: () => 1,
      now: () => world.now,
      attempts: 3,
    });
    return { alarms, timers };
  }
  /** Lets time pass until then, with every alarm on the way. */
  async function passTo(until: number, { alarms }: ReturnType<typeof live>): Promise<void> {
    while (world.alarm <= until) {
      world.now = Math.max(world.now, world.alarm);
      world.alarm = Infinity;
      await alarms.fire();
    }
    world.now = until;
  }
  return { world, live, passTo, time };
}
