import { type Backoff, fullJitter } from "../fan-out/backoff.ts";
import { type Wait, within } from "../fan-out/within.ts";
import type { Letters } from "../letters/letters.ts";
import type { Alarms, AlarmSource } from "./alarms.ts";
import { nextAt, requireTimer } from "./repeats.ts";
import { TimerQueue } from "./timer-queue.ts";
import type { KeptTimer, Timer, TimerStore } from "./timer-store.ts";

/** Does what a timer was set for. It may be called twice for one time: before it was noted as done, the object may end. */
export type TimerAct = (timer: Timer, now: number) => void | Promise<void>;

/** What is to be done later, by key: kept until it is done, through evictions and crashes. */
export interface Timers extends AlarmSource {
  /** Sets a timer, in place of the one of this key if there is one: one row. Not in a transaction that may be undone. Throws for a time that is none. */
  set(timer: Timer): void;
  cancel(key: string): void;
  list(): readonly Timer[];
  /**
   * Sets a timer that was set aside, due at once: once, and under a key of its own, if one of its key has been set since.
   * False if there is no such letter of timers.
   */
  replay(letterId: number): boolean;
}

export interface TimerOptions {
  readonly store: TimerStore;
  readonly acts: Readonly<Record<string, TimerAct>>;
  readonly letters: Letters;
  readonly alarms: Pick<Alarms, "add" | "arm">;
  readonly wait: Wait;
  readonly random: () => number;
  readonly now: () => number;
  /** How often an act is tried for one time before it is set aside. */
  readonly attempts?: number;
  /** How long an act may take, in milliseconds. */
  readonly withinMs?: number;
}

const BACKOFF: Backoff = { baseMs: 1_000, mostMs: 60_000 };
/** So many are begun in one turn of the object; those that are due with them have the next. */
const SLICE = 1_000;

type Outcome = { readonly kind: "done" } | { readonly kind: "failed"; readonly why: string };

/** Timers are held in memory and read once a life; each is a row of its object's storage. */
export function createTimers(options: TimerOptions): Timers {
  const { store, acts, letters, alarms, wait, random, now: clock } = options;
  const { attempts = 5, withinMs = 60_000 } = options;
  const queue = new TimerQueue();
  for (const kept of store.load()) queue.put(kept);

  function actOf({ does }: Timer): TimerAct | undefined {
    return Object.hasOwn(acts, does) ? acts[does] : undefined;
  }

  function put(kept: KeptTimer): void {
    store.put(kept);
    queue.put(kept);
    alarms.arm();
  }

  function set(timer: Timer): void {
    requireTimer(timer);
    put({ timer, dueAt: timer.at, failures: 0 });
  }

  function remove(key: string): void {
    store.remove(key);
    queue.remove(key);
  }

  // #region run
  /** Does what is due, and notes each as done when it is: what an object does not live to note, its next life does again. */
  async function run(now: number): Promise<void> {
    const due = queue.takeDue(now, SLICE);
    await Promise.all(due.map(async (kept) => settle(kept, await attempt(kept, now))));
  }
  // #endregion run

  async function attempt({ timer }: KeptTimer, now: number): Promise<Outcome> {
    const act = actOf(timer);
    if (!act) return { kind: "failed", why: `Nothing is called "${timer.does}"` };
    try {
      const asked = Promise.resolve().then(async () => await act(timer, now));
      await within(asked, { ms: withinMs, wait, what: `do ${timer.does}` });
      return { kind: "done" };
    } catch (error) {
      return { kind: "failed", why: error instanceof Error ? error.message : String(error) };
    }
  }

  function settle(kept: KeptTimer, outcome: Outcome): void {
    const { timer } = kept;
    // Set anew or cancelled while its act ran: that holds.
    if (queue.get(timer.key) !== kept) return;
    const at = clock();
    const failures = outcome.kind === "done" ? 0 : kept.failures + 1;
    const isLast = failures >= attempts || actOf(timer) === undefined;
    if (failures > 0 && !isLast) {
      put({ timer, dueAt: at + fullJitter(failures, BACKOFF, random), failures });
      return;
    }
    if (outcome.kind === "failed") {
      letters.add({ from: "timers", what: timer.does, body: { ...timer }, why: outcome.why, at });
    }
    const next = actOf(timer) && nextAt(timer, at);
    if (next === undefined) remove(timer.key);
    else put({ timer: { ...timer, at: next }, dueAt: next, failures: 0 });
  }

  function replay(letterId: number): boolean {
    const letter = letters.list().find(({ id, from }) => id === letterId && from === "timers");
    if (!letter) return false;
    letters.remove(letterId);
    const timer = { ...(letter.body as unknown as Timer), at: clock() };
    const { everyMs: _, cron: __, ...once } = timer;
    set(queue.get(timer.key) ? { ...once, key: `letter ${letterId}` } : timer);
    return true;
  }

  const timers: Timers = {
    name: "timers",
    overlaps: true,
    next: () => queue.next(),
    run,
    set,
    cancel: remove,
    list: () => queue.list().map(({ timer }) => timer),
    replay,
  };
  alarms.add(timers);
  return timers;
}
