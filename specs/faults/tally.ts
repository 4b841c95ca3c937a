import type { Life } from "./life.ts";

/** What a client of the Worker knows of its own requests: those it sent, and those that were answered before a kill. */
export interface Tally {
  sent: number;
  admitted: number;
  refused: number;
}

export const newTally = (): Tally => ({ sent: 0, admitted: 0, refused: 0 });

/** Sends up to `most` requests, a few at once, until the Worker is gone. Each answer is counted once it is read whole. */
export async function sendAll(tally: Tally, most: number, send: () => Promise<boolean>): Promise<void> {
  let left = most;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      tally.sent += 1;
      if (await send()) tally.admitted += 1;
      else tally.refused += 1;
    }
  };
  await Promise.all([lane(), lane(), lane()].map(untilGone));
}

/** A request to a Worker that has been killed fails in the network; anything else is this suite's own mistake. */
export async function untilGone(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Calls methods of one user's object. */
export function userOf(life: Life, name: string): (method: string, ...args: unknown[]) => Promise<unknown> {
  return async (method, ...args) =>
    await life.call({ binding: "SESSIONS", name: `session:${name}`, method, args });
}

/** Mulberry32, so that a run can be repeated from its seed as far as kills go: numbers from 0 up to 1. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
