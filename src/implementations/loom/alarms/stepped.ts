import type { Wait } from "../fan-out/within.ts";

/** Waits that end when the test has let so much time pass. */
export function createStepped(clock: { now: number }): {
  readonly wait: Wait;
  /** Lets time pass, wait by wait, with all that each of them sets going. */
  passTo(until: number): Promise<void>;
} {
  const waiting = new Map<object, { readonly until: number; readonly end: () => void }>();

  const wait: Wait = async (ms, signal) =>
    await new Promise<void>((resolve, reject) => {
      const key = {};
      waiting.set(key, { until: clock.now + ms, end: resolve });
      signal.addEventListener("abort", () => {
        waiting.delete(key);
        reject(new Error("aborted"));
      });
    });

  async function settle(): Promise<void> {
    for (let turns = 0; turns < 100; turns++) await Promise.resolve();
  }

  async function passTo(until: number): Promise<void> {
    await settle();
    for (;;) {
      const [first] = [...waiting].toSorted(([, a], [, b]) => a.until - b.until);
      if (!first || first[1].until > until) break;
      const [key, { until: then, end }] = first;
      waiting.delete(key);
      clock.now = Math.max(clock.now, then);
      end();
      await settle();
    }
    clock.now = until;
  }

  return { wait, passTo };
}
