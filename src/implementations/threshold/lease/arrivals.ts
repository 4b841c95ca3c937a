/** Mulberry32: numbers from 0 to 1 that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Traffic {
  readonly perWindow: number;
  readonly windowMs: number;
  readonly windows: number;
}

/** Whole milliseconds at which requests come that know nothing of each other. */
export function poissonArrivals({ perWindow, windowMs, windows }: Traffic, random: () => number): number[] {
  const arrivals: number[] = [];
  const end = windows * windowMs;
  for (let at = 0; at < end; at -= Math.log(1 - random()) * (windowMs / perWindow))
    arrivals.push(Math.floor(at));
  return arrivals;
}
