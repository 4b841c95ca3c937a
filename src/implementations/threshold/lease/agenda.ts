/** What a simulation does when, in order of time. */
export interface Agenda {
  add(at: number, act: (now: number) => void): void;
  /** Does all that is due, and what that adds. */
  runUntil(at: number): void;
}

export function createAgenda(): Agenda {
  /** The latest first, so that what is due is at the end. */
  const due: { readonly at: number; readonly act: (now: number) => void }[] = [];

  function add(at: number, act: (now: number) => void): void {
    let [low, high] = [0, due.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((due[middle]?.at ?? -Infinity) > at) low = middle + 1;
      else high = middle;
    }
    due.splice(low, 0, { at, act });
  }

  function runUntil(at: number): void {
    for (let next = due.at(-1); next && next.at <= at; next = due.at(-1)) {
      due.pop();
      next.act(next.at);
    }
  }

  return { add, runUntil };
}
