import type { LeaseReport } from "./grant.ts";

/** What an isolate has to tell of leases that are over, by grant. */
export interface Returns {
  /** Adds to what is known of a grant. */
  add(told: LeaseReport): void;
  /** How many tokens are to be given back and not told yet. */
  untold(): number;
  /** All that was not told yet. It counts as told from now on. */
  tell(): readonly LeaseReport[];
  /** The telling failed, or may have: so it is told again. */
  untell(back: readonly LeaseReport[]): void;
}

/** Of how many grants it is remembered. What is forgotten stays charged until it leaves the window. */
const REMEMBERED = 64;

export function createReturns(): Returns {
  const totals = new Map<string, LeaseReport>();
  const waiting = new Set<string>();

  function add({ id, spent, unspent }: LeaseReport): void {
    const { spent: spentBefore, unspent: unspentBefore } = totals.get(id) ?? { spent: 0, unspent: 0 };
    totals.set(id, { id, spent: spentBefore + spent, unspent: unspentBefore + unspent });
    waiting.add(id);
    const [oldest] = totals.keys();
    if (oldest === undefined || totals.size <= REMEMBERED) return;
    totals.delete(oldest);
    waiting.delete(oldest);
  }

  function waitingTotals(): readonly LeaseReport[] {
    return [...waiting].flatMap((id) => totals.get(id) ?? []);
  }

  function tell(): readonly LeaseReport[] {
    const back = waitingTotals();
    waiting.clear();
    return back;
  }

  function untell(back: readonly LeaseReport[]): void {
    for (const { id } of back) if (totals.has(id)) waiting.add(id);
  }

  return {
    add,
    untold: () => waitingTotals().reduce((sum, { unspent }) => sum + unspent, 0),
    tell,
    untell,
  };
}
