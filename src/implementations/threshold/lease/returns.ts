import type { Unspent } from "./grantor.ts";

/** What an isolate has to give back, by grant. */
export interface Returns {
  add(id: string, unspent: number): void;
  /** All that was not told yet. It counts as told from now on. */
  tell(): readonly Unspent[];
  /** The telling failed, or may have: so it is told again. */
  untell(back: readonly Unspent[]): void;
}

/** Of how many grants the unspent is remembered. What is forgotten stays charged until it leaves the window. */
const REMEMBERED = 64;

export function createReturns(): Returns {
  const totals = new Map<string, number>();
  const untold = new Set<string>();

  function add(id: string, unspent: number): void {
    totals.set(id, (totals.get(id) ?? 0) + unspent);
    untold.add(id);
    const [oldest] = totals.keys();
    if (oldest === undefined || totals.size <= REMEMBERED) return;
    totals.delete(oldest);
    untold.delete(oldest);
  }

  function tell(): readonly Unspent[] {
    const back = [...untold].map((id) => ({ id, unspent: totals.get(id) ?? 0 }));
    untold.clear();
    return back;
  }

  function untell(back: readonly Unspent[]): void {
    for (const { id } of back) if (totals.has(id)) untold.add(id);
  }

  return { add, tell, untell };
}
