/** How many requests are to be expected in as long as a lease, from how many there were. */
export interface Demand {
  /** Counts a request, or as many as are told. A clock that steps back begins the count again. */
  note(now: number, requests?: number): void;
  expected(now: number): number;
}

/** Counts by spans, and weighs the last one by how much of it is still less than a span ago. */
export function createDemand(spanMs: number): Demand {
  let span = -Infinity;
  let count = 0;
  let before = 0;

  function moveTo(now: number): void {
    const current = Math.floor(now / spanMs);
    if (current === span) return;
    before = current === span + 1 ? count : 0;
    count = 0;
    span = current;
  }

  function note(now: number, requests = 1): void {
    moveTo(now);
    count += requests;
  }

  function expected(now: number): number {
    moveTo(now);
    return count + before * (1 - (now / spanMs - span));
  }

  return { note, expected };
}
