/** Written before it is acknowledged, because somebody would be misled in the meantime. */
export interface Immediate {
  readonly kind: "immediate";
  readonly why: string;
}

/** Durable in its object when it is acknowledged, and in D1 at most `withinMs` milliseconds later, unless D1 is away. */
export interface Deferred {
  readonly kind: "deferred";
  readonly withinMs: number;
  readonly why: string;
}

/** When a write reaches D1, and the reason, which stands where the decision is made. */
export type WritePolicy = Immediate | Deferred;

export function immediate(why: string): Immediate {
  return { kind: "immediate", why };
}

/** Throws a RangeError for a time that is no whole number of milliseconds. */
export function deferred(withinMs: number, why: string): Deferred {
  if (!Number.isSafeInteger(withinMs) || withinMs < 0) {
    throw new RangeError(`Cannot defer a write: withinMs is ${withinMs}, must be a whole number from 0`);
  }
  return { kind: "deferred", withinMs, why };
}
