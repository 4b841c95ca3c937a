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
  /** A kill comes after a random number of answers, up to this. */
  readonly answers?: number;
}

const ANSWERS = 60;

/** It comes at a random moment of so many milliseconds after the answer. */
const KILLED_WITHIN_MS = 10;

/** Kills the Worker again and again in the middle of its work; the last life is handed back alive. */
export async function weather(
  place: Place,
  first: Life,
  { kills, seed, works, answers = ANSWERS }: Storm,
): Promise<Life> {
  const random = createRandom(seed);
  let life = first;
  for (let kill = 0; kill < kills; kill++) {
    const begun = life.untilAnswers(Math.ceil(random() * answers));
    const running = Promise.all(works.map(async (work) => await work.run(life)));
    await Promise.race([begun, running]);
    await pause(random() * KILLED_WITHIN_MS);
    await life.kill();
    await running;
    life = await startLife(place);
    for (const work of works) await work.look(life);
  }
  return life;
}
