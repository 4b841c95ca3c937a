/** A part of an object that has something to do later. */
export interface AlarmSource {
  readonly name: string;
  /** When it next has something to do, in epoch milliseconds; undefined if it has not. Asked after every change. */
  next(): number | undefined;
  /** Does what is due at `now`. What it throws delays no other source: it is asked again later. */
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
  /** Called with each request: sets the alarm if a new life, or a lost alarm, has left it unset. Else it costs nothing. */
  watch(): void;
  /** What the object's `alarm()` does: runs all that is due, and sets the alarm anew as its last act. Throws nothing. */
  fire(): Promise<void>;
}

export interface AlarmOptions {
  /** Sets the platform's alarm: `ctx.storage` has it. */
  readonly clock: { setAlarm(at: number): unknown };
  readonly now: () => number;
  /** Told of what a source has thrown. */
  readonly log: (problem: string) => void;
}

/** A source that has thrown is asked again after a second, then two, and so on up to a minute. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** An alarm this late was lost: https://github.com/cloudflare/cloudflare-docs/issues/18324 */
const LOST_AFTER_MS = 10_000;

interface Asked {
  readonly source: AlarmSource;
  failures: number;
  /** Not before this time, because it has thrown. */
  notBefore: number;
}

/** One for each object: the platform has a single alarm, and a second caller of `setAlarm` would take it from the first. */
export function createAlarms({ clock, now, log }: AlarmOptions): Alarms {
  const sources: Asked[] = [];
  /** When the alarm will go off, as far as this life knows: it may have been set by an earlier one. */
  let armedFor: number | undefined;
  let isFiring = false;

  function nextOf({ source, notBefore }: Asked): number {
    try {
      const due = source.next();
      return due === undefined ? Infinity : Math.max(due, notBefore);
    } catch (error) {
      log(`${source.name} cannot say when it is due: ${String(error)}`);
      return now() + LONGEST_WAIT_MS;
    }
  }

  // #region arm
  function arm(): void {
    if (isFiring) return;
    const next = Math.min(...sources.map(nextOf));
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
    const at = Math.max(now(), armedFor ?? 0);
    await Promise.all(
      sources.filter((asked) => nextOf(asked) <= at).map(async (asked) => await run(asked, at)),
    );
    isFiring = false;
    armedFor = undefined;
    arm();
  }

  /** The platform drops an alarm after six failures, so that none of a source's may reach it. */
  async function run(asked: Asked, at: number): Promise<void> {
    try {
      await asked.source.run(at);
      asked.failures = 0;
      asked.notBefore = 0;
    } catch (error) {
      const wait = Math.min(FIRST_WAIT_MS * 2 ** asked.failures, LONGEST_WAIT_MS);
      asked.failures += 1;
      asked.notBefore = now() + wait;
      const why = error instanceof Error ? error.message : String(error);
      log(`${asked.source.name} has failed ${asked.failures} times and is tried again in ${wait} ms: ${why}`);
    }
  }
  // #endregion fire

  return {
    add: (source) => void sources.push({ source, failures: 0, notBefore: 0 }),
    arm,
    watch,
    fire,
  };
}
