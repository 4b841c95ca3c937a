import { poissonArrivals } from "../../src/implementations/threshold/lease/arrivals.ts";

// Traffic to hold limiters against: when requests come, in whole milliseconds and in order.

export interface Shape {
  readonly limit: number;
  /** How many requests come in a window, in limits. */
  readonly load: number;
  readonly windowMs: number;
  readonly windows: number;
}

export type Trace = (shape: Shape, random: () => number) => number[];

export const TRACES: Readonly<Record<string, Trace>> = {
  /** Clients who know nothing of each other. */
  poisson: ({ limit, load, windowMs, windows }, random) =>
    poissonArrivals({ perWindow: limit * load, windowMs, windows }, random),

  /** Bursts of up to a limit, within a twentieth of a window, whenever. */
  bursty({ limit, load, windowMs, windows }, random) {
    const mean = (limit + 1) / 2;
    const starts = poissonArrivals({ perWindow: (limit * load) / mean, windowMs, windows }, random);
    const arrivals = starts.flatMap((start) => {
      const size = 1 + Math.floor(random() * limit);
      const spread = (random() * windowMs) / 20;
      return Array.from({ length: size }, () => Math.floor(start + random() * spread));
    });
    return arrivals.toSorted((a, b) => a - b);
  },

  /** One after the other at the same distance. */
  even({ limit, load, windowMs, windows }) {
    const every = windowMs / (limit * load);
    return Array.from({ length: Math.floor((windows * windowMs) / every) }, (_, i) => Math.ceil(i * every));
  },

  /** Half just before each full minute and half just after, which a fixed window takes for two minutes' traffic. */
  boundary({ limit, load, windowMs, windows }) {
    const half = Math.ceil((limit * load) / 2);
    return Array.from({ length: windows }, (_, i) => (i + 1) * windowMs).flatMap((minute) =>
      Array.from({ length: 2 * half }, (_, sent) => minute + (sent < half ? -1 : 0)),
    );
  },

  /** All of a window's at once, again in exactly a window, and at no tidy moment. */
  pulses({ limit, load, windowMs, windows }) {
    const size = Math.ceil(limit * load);
    return Array.from({ length: windows }, (_, i) => i * windowMs + 12_345).flatMap((at) =>
      Array.from({ length: size }, () => at),
    );
  },

  /** All of a window's within a second, again after exactly a window. */
  surges: (shape) => surgesOf(shape, { seconds: 1, again: shape.windowMs }),

  /** The same, five seconds later each time: what counts for no more than so much too long has left by then. */
  "later surges": (shape) => surgesOf(shape, { seconds: 1, again: shape.windowMs + 5_000 }),

  /** All of a window's within ten seconds, again after exactly a window. */
  plateaus: (shape) => surgesOf(shape, { seconds: 10, again: shape.windowMs }),
};

function surgesOf(
  { limit, load, windows }: Shape,
  { seconds, again }: { readonly seconds: number; readonly again: number },
): number[] {
  const size = Math.ceil(limit * load);
  return Array.from({ length: windows }, (_, i) => i * again + 12_345).flatMap((at) =>
    Array.from({ length: size }, (_each, sent) => at + Math.floor((sent * seconds * 1_000) / size)),
  );
}

/** A limiter as a client meets it: whether it was let in, and if not, when to come again. */
export interface Limiter {
  admit(at: number): boolean;
  retryAt(at: number): number;
}

/** One that asks until it is refused, waits until the very millisecond it was told, and asks again. */
export function admittedToInsister(limiter: Limiter, until: number): number[] {
  const admitted: number[] = [];
  for (let at = 0; at < until;) {
    if (limiter.admit(at)) admitted.push(at);
    else at = Math.max(at + 1, limiter.retryAt(at));
  }
  return admitted;
}

/** A limiter whose admissions can be given back. */
export interface Refunding {
  take(at: number): (() => void) | undefined;
}

/** One that gives back half of what it takes, sooner or later and often twice, and hopes to be let in for it. */
export function admittedToRefunder(
  limiter: Refunding,
  arrivals: readonly number[],
  random: () => number,
): number[] {
  const admitted = new Set<{ readonly at: number; readonly refund: () => void }>();
  const undecided: { readonly at: number; readonly refund: () => void }[] = [];
  for (const at of arrivals) {
    const chance = random();
    const place = Math.floor(random() * undecided.length);
    const refund = limiter.take(at);
    if (refund) {
      const taken = { at, refund };
      undecided.push(taken);
      admitted.add(taken);
    }
    const given = chance < 0.5 ? undecided.splice(place, 1)[0] : undefined;
    given?.refund();
    if (chance < 0.1) given?.refund();
    if (given) admitted.delete(given);
    if (undecided.length > 100) undecided.shift();
  }
  return [...admitted].map(({ at }) => at);
}
