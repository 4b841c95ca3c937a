import { isOverloaded, isRetryable } from "../names/stubs.ts";
import { type Backoff, fullJitter } from "./backoff.ts";
import { inLanes } from "./lanes.ts";
import { TooLate, type Wait, within } from "./within.ts";

/** What became of the call of one target. */
export type Called<Target, Value> =
  | { readonly target: Target; readonly kind: "done"; readonly attempts: number; readonly value: Value }
  | {
      readonly target: Target;
      readonly kind: "failed";
      readonly attempts: number;
      /**
       * "overloaded" and "late" may have been done or not, and what is late may still be done; "refused" is what the target
       * itself has thrown.
       */
      readonly why: "overloaded" | "late" | "unreachable" | "refused";
      readonly error: unknown;
    };

export interface FanOutOptions {
  readonly wait: Wait;
  readonly random: () => number;
  /** Whether a call that may have been done can be made again. */
  readonly isIdempotent: boolean;
  /** A Worker keeps six connections open at a time, and queues the rest. */
  readonly atOnce?: number;
  /** Milliseconds for each attempt. One that is late is left running, as nothing can end it: it may act beside the next. */
  readonly withinMs?: number;
  readonly attempts?: number;
  readonly backoff?: Backoff;
}

const BACKOFF: Backoff = { baseMs: 100, mostMs: 3_000 };

/**
 * Calls many targets, a few at a time, and says of each in its place what became of it: it throws nothing. Tried again is
 * what the platform says may succeed and what was late, if the call can be repeated and a pause be made; who is
 * overloaded is left in peace. `call` is given the target anew each time, since a stub that has failed stays broken.
 */
export async function fanOut<Target, Value>(
  targets: readonly Target[],
  call: (target: Target) => Promise<Value>,
  options: FanOutOptions,
): Promise<readonly Called<Target, Value>[]> {
  const {
    wait,
    random,
    isIdempotent,
    atOnce = 6,
    withinMs = 5_000,
    attempts = 3,
    backoff = BACKOFF,
  } = options;

  // #region attempt
  async function attempt(target: Target, tries: number): Promise<Called<Target, Value>> {
    try {
      const value = await within(call(target), { ms: withinMs, wait, what: "call an object" });
      return { target, kind: "done", attempts: tries, value };
    } catch (error) {
      const why = reasonOf(error);
      // Both may have been done, and only their answer lost.
      const helps = why === "unreachable" || why === "late";
      const isRepeated = isIdempotent && helps && tries < attempts && (await pause(tries));
      return isRepeated
        ? await attempt(target, tries + 1)
        : { target, kind: "failed", attempts: tries, why, error };
    }
  }
  // #endregion attempt

  /** Whether there was one: without it nobody is asked again. */
  async function pause(failures: number): Promise<boolean> {
    try {
      await wait(fullJitter(failures, backoff, random), new AbortController().signal);
      return true;
    } catch {
      return false;
    }
  }

  const outcomes: Called<Target, Value>[] = [];
  await inLanes([...targets.entries()], atOnce, async ([place, target]) => {
    outcomes[place] = await attempt(target, 1);
  });
  return outcomes;
}

function reasonOf(error: unknown): Extract<Called<unknown, unknown>, { kind: "failed" }>["why"] {
  if (error instanceof TooLate) return "late";
  if (isOverloaded(error)) return "overloaded";
  return isRetryable(error) ? "unreachable" : "refused";
}
