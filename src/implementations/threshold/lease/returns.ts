import type { Unspent } from "./grantor.ts";

/** What an isolate has to give back, by grant. */
export interface Returns {
  add(id: string, unspent: number): void;
  /** How many tokens are not told yet. */
  untold(): number;
  /** All that was not told yet. It counts as told from now on. */
  tell(): readonly Unspent[];
  /** The telling failed, or may have: so it is told again. */
  untell(back: readonly Unspent[]): void;
}

/** Of how many grants the unspent is remembered. What is forgotten stays charged until it leaves the window. */
const REMEMBERED = 64;

export function createReturns(): Returns {
  const totals = new Map<string, number>();
  const waiting = new Set<string>();

  function add(id: string, unspent: number): void {
    totals.set(id, (totals.get(id) ?? 0) + unspent);
    waiting.add(id);
    const [oldest] = totals.keys();
    if (oldest === undefined || totals.size <= REMEMBERED) return;
    totals.delete(oldest);
    waiting.delete(oldest);
  }

  function untold(): number {
    return [...waiting].reduce((sum, id) => sum + (totals.get(id) ?? 0), 0);
  }

  function tell(): readonly Unspent[] {
    const back = [...waiting].map((id) => ({ id, unspent: totals.get(id) ?? 0 }));
    waiting.clear();
    return back;
  }

  function untell(back: readonly Unspent[]): void {
    for (const { id } of back) if (totals.has(id)) waiting.add(id);
  }

  return { add, untold, tell, untell };
}
