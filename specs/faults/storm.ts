import { setTimeout as pause } from "node:timers/promises";
import { type Life, startLife } from "./life.ts";
import type { Place } from "./place.ts";
import { createRandom } from "./tally.ts";

/** Something that goes on while the Worker is killed under it. */
export interface Work {
  /** Goes on until it is done or the Worker is gone. */
  run(life: Life): Promise<void>;
  /** Looks, in the life after, at what is left. */
  look(life: Life): Promise<void>;
}

export interface Storm {
  readonly kills: number;
  readonly seed: number;
  readonly works: readonly Work[];
}

/** A kill comes at a random moment of this many milliseconds after the work has begun. */
const KILLED_WITHIN_MS = 250;

/** Kills the Worker again and again in the middle of its work; the last life is handed back alive. */
export async function weather(place: Place, first: Life, { kills, seed, works }: Storm): Promise<Life> {
  const random = createRandom(seed);
  let life = first;
  for (let kill = 0; kill < kills; kill++) {
    const running = works.map(async (work) => await work.run(life));
    await pause(random() * KILLED_WITHIN_MS);
    await life.kill();
    await Promise.all(running);
    life = await startLife(place);
    for (const work of works) await work.look(life);
  }
  return life;
}
