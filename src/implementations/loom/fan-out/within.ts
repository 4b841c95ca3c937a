/** Ends after so many milliseconds, or earlier and by throwing when the signal is aborted: `scheduler.wait` does. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Says that an answer did not come in time. Whoever was asked may still be at it. */
export class TooLate extends Error {
  override readonly name = "TooLate";
}

/**
 * What `asked` ends with, or a `TooLate` after `ms` milliseconds, or at once if they cannot be waited for. An answer that
 * comes later is dropped.
 */
export async function within<Answer>(
  asked: Promise<Answer>,
  { ms, wait, what }: { readonly ms: number; readonly wait: Wait; readonly what: string },
): Promise<Answer> {
  const answered = new AbortController();
  const late = deadline();
  // Once one of the two has won, nobody hears of the other: it must not count as unhandled.
  late.catch(() => undefined);
  asked.catch(() => undefined);
  try {
    return await Promise.race([asked, late]);
  } finally {
    answered.abort();
  }

  async function deadline(): Promise<never> {
    try {
      await wait(ms, answered.signal);
    } catch (cause) {
      throw new TooLate(`Cannot ${what}: its answer cannot be waited for`, { cause });
    }
    throw new TooLate(`Cannot ${what}: there was no answer in ${ms} ms`);
  }
}
