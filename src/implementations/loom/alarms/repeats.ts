import { Cron } from "croner";
import type { Timer } from "./timer-store.ts";

/**
 * When a timer is due again after `now`, and after its own time where the object's clock is behind that; undefined if it
 * is not. A beat that was missed is not made up for.
 */
export function nextAt({ at, everyMs, cron }: Timer, now: number): number | undefined {
  if (everyMs !== undefined) return at + everyMs * Math.max(1, Math.ceil((now + 1 - at) / everyMs));
  return cron === undefined ? undefined : findNext(cron, Math.max(now, at));
}

/** When a cron expression is next due after `now`, in UTC. Throws a TypeError for one that cannot be read or never is. */
export function nextCron(expression: string, now: number): number {
  const next = findNext(expression, now);
  if (next !== undefined) return next;
  throw new TypeError(`Cannot set a timer: the cron expression "${expression}" is never due again`);
}

function findNext(expression: string, after: number): number | undefined {
  // oxlint-disable-next-line no-restricted-globals -- of the time that was given, and not of the clock
  return read(expression).nextRun(new Date(after))?.getTime();
}

function read(expression: string): Cron {
  try {
    return new Cron(expression, { timezone: "UTC" });
  } catch (cause) {
    throw new TypeError(`Cannot set a timer: the cron expression "${expression}" cannot be read`, { cause });
  }
}

/** Throws a RangeError or a TypeError for a timer that cannot be. */
export function requireTimer({ key, at, everyMs, cron }: Timer): void {
  if (!Number.isSafeInteger(at)) {
    throw new RangeError(`Cannot set the timer ${key}: at is ${at}, must be epoch milliseconds`);
  }
  if (everyMs !== undefined && !(Number.isSafeInteger(everyMs) && everyMs > 0)) {
    throw new RangeError(`Cannot set the timer ${key}: everyMs is ${everyMs}, must be a whole number from 1`);
  }
  if (cron !== undefined) nextCron(cron, at);
}
