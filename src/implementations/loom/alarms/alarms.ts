import type { Wait } from "../fan-out/within.ts";

/** A part of an object that has something to do later. */
export interface AlarmSource {
  readonly name: string;
  /** Does several things at once: `next` tells of what it is not at already, and it is run for that meanwhile. */
  readonly overlaps?: boolean;
  /** When it next has something to do, in epoch milliseconds; undefined if it has not. Asked after every change. */
  next(): number | undefined;
  /** Does what is due at `now`. What it throws, and how long it takes, delays no other source: it is asked again later. */
  run(now: number): Promise<void>;
}

/** The one alarm that an object has. */
export interface Alarms {
  add(source: AlarmSource): void;
  /**
   * Sets the alarm if something has come up that is due before it. Called in the same turn as the write that made it so,
   * with nothing awaited in between: then the platform commits both, or neither.
   */
  arm(): void;
  /** When the alarm next runs a source: not before the pause is over that follows a failure. Undefined if it is at it, or has nothing to do. */
  nextRun(source: AlarmSource): number | undefined;
  /** Called with each request: sets the alarm if a new life, or a lost alarm, has left it unset. Else it costs nothing. */
  watch(): void;
  /** What the object's `alarm()` does: runs all that is due, and sets the alarm anew as its last act. Throws nothing. */
  fire(): Promise<void>;
  /** For a life that is over before its object is: begins nothing and sets nothing any more. What runs goes on. */
  end(): void;
}

export interface AlarmOptions {
  /** Sets the platform's alarm: `ctx.storage` has it. */
  readonly clock: { setAlarm(at: number): unknown };
  readonly now: () => number;
  readonly wait: Wait;
  /** Told of what a source has thrown. */
  readonly log: (problem: string) => void;
}

/** A source that has thrown is asked again after a second, then two, and so on up to a minute. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** The platform ends an alarm after fifteen minutes, and counts that as one of its six failures. */
const LONGEST_ALARM_MS = 600_000;

/** An alarm this late was lost: https://github.com/cloudflare/cloudflare-docs/issues/18324 */
const LOST_AFTER_MS = 10_000;

interface Asked {
  readonly source: AlarmSource;
  /** How many of its runs have not ended. */
  running: number;
  failures: number;
  /** Not before this time, because it has thrown. */
  notBefore: number;
}

/** One for each object: the platform has a single alarm, and a second caller of `setAlarm` would take it from the first. */
export function createAlarms({ clock, now, wait, log }: AlarmOptions): Alarms {
  const sources: Asked[] = [];
  /** When the alarm will go off, as far as this life knows: it may have been set by an earlier one. */
  let armedFor: number | undefined;
  let isFiring = false;
  let hasEnded = false;
  /** Has `fire` look again at what is due. */
  let stir = (): void => undefined;

  function nextOf({ source, running, notBefore }: Asked): number {
    if (hasEnded || (running > 0 && !source.overlaps)) return Infinity;
    try {
      const due = source.next();
      return due === undefined ? Infinity : Math.max(due, notBefore);
    } catch (error) {
      log(`${source.name} cannot say when it is due: ${String(error)}`);
      return now() + LONGEST_WAIT_MS;
    }
  }

  function nextRun(source: AlarmSource): number | undefined {
    const asked = sources.find((each) => each.source === source);
    const next = asked ? nextOf(asked) : Infinity;
    return next === Infinity ? undefined : next;
  }

  const firstDue = (): number => Math.min(...sources.map(nextOf));

  // #region arm
  function arm(): void {
    if (isFiring) return stir();
    const next = firstDue();
    if (next === Infinity || (armedFor !== undefined && armedFor <= next)) return;
    armedFor = next;
    void clock.setAlarm(next);
  }
  // #endregion arm

  function watch(): void {
    if (!isFiring && armedFor !== undefined && now() > armedFor + LOST_AFTER_MS) armedFor = undefined;
    if (armedFor === undefined) arm();
  }

  // #region fire
  async function fire(): Promise<void> {
    isFiring = true;
    // The platform's clock decides: an object's own stands still while it works, and may be behind.
    let at = Math.max(now(), armedFor ?? 0);
    const until = at + LONGEST_ALARM_MS;
    do {
      if (at < until) for (const asked of sources.filter((each) => nextOf(each) <= at)) void run(asked, at);
      await change(at < until);
      at = now();
    } while (isBusy());
    isFiring = false;
    armedFor = undefined;
    arm();
  }

  /** Ends when a run has ended or something has come up, and, while more may begin, when it is due: the slow hold up nobody. */
  async function change(mayBegin: boolean): Promise<void> {
    if (!isBusy()) return;
    const changed = new AbortController();
    const stirred = new Promise<void>((resolve) => (stir = resolve));
    const ms = mayBegin ? firstDue() - now() : LONGEST_WAIT_MS;
    // What is more than a minute away is looked at again then: a timer of the platform's may not hold much longer.
    const due = wait(Math.min(Math.max(0, ms), LONGEST_WAIT_MS), changed.signal).catch(() => stirred);
    await Promise.race([stirred, due]);
    changed.abort();
  }

  const isBusy = (): boolean => sources.some(({ running }) => running > 0);

  /** The platform drops an alarm after six failures, so that none of a source's may reach it. */
  async function run(asked: Asked, at: number): Promise<void> {
    asked.running += 1;
    try {
      await asked.source.run(at);
      asked.failures = 0;
      asked.notBefore = 0;
    } catch (error) {
      const pause = Math.min(FIRST_WAIT_MS * 2 ** asked.failures, LONGEST_WAIT_MS);
      asked.failures += 1;
      asked.notBefore = now() + pause;
      const why = error instanceof Error ? error.message : String(error);
      log(
        `${asked.source.name} has failed ${asked.failures} times and is tried again in ${pause} ms: ${why}`,
      );
    }
    asked.running -= 1;
    stir();
  }
  // #endregion fire

  return {
    add: (source) => void sources.push({ source, running: 0, failures: 0, notBefore: 0 }),
    arm,
    nextRun,
    watch,
    fire,
    end: () => void (hasEnded = true),
  };
}
