/** What happens to a request whose limits cannot be checked: it passes uncounted, or it does not pass. */
export type FailMode = "open" | "closed";

/** What came of asking. */
export type Asked<Answer> =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly mode: FailMode; readonly why: "slow" | "away" };

export interface FailOptions {
  readonly mode: FailMode;
  /** Milliseconds after which the answer is not waited for. */
  readonly withinMs: number;
  /** Ends after so many milliseconds; a Worker has `scheduler.wait`. */
  readonly wait: (ms: number) => Promise<void>;
  /** Whether an error says that whoever was asked could not be reached. Any other is thrown on. */
  readonly isOutage: (error: unknown) => boolean;
}

/** Asks within a time, and says by its mode what an outage means. An answer that comes too late is dropped. */
export async function askWithin<Answer>(
  ask: () => Promise<Answer>,
  { mode, withinMs, wait, isOutage }: FailOptions,
): Promise<Asked<Answer>> {
  const answered = ask().then(
    (answer): Asked<Answer> => ({ kind: "answered", answer }),
    (error: unknown): Asked<Answer> => {
      if (!isOutage(error)) throw error;
      return { kind: "failed", mode, why: "away" };
    },
  );
  const tooLate = wait(withinMs).then((): Asked<Answer> => ({ kind: "failed", mode, why: "slow" }));
  // Once the other has won, nobody hears of a failure here: it must not count as unhandled.
  answered.catch(() => undefined);
  return await Promise.race([answered, tooLate]);
}
