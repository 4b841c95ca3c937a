/** What became of the writes that one side has acknowledged. */
export interface Ledger {
  readonly pending: number;
  readonly inD1: number;
  readonly lost: number;
  /** How many stand in D1 more than once. */
  readonly twice: number;
}

/** Holds what was acknowledged against what waits and what has arrived, event by event. */
export function settle(
  acknowledged: Iterable<number | string>,
  { pending, arrived }: { readonly pending: readonly unknown[]; readonly arrived: readonly unknown[] },
): Ledger {
  const [waiting, there] = [new Set(pending), new Set(arrived)];
  const lost = [...acknowledged].filter((event) => !waiting.has(event) && !there.has(event));
  return {
    pending: [...waiting].filter((event) => !there.has(event)).length,
    inD1: there.size,
    lost: lost.length,
    twice: arrived.length - there.size,
  };
}
