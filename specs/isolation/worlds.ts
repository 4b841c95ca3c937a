import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect } from "vitest";
import { type Filling, ObjectWorld } from "./object.ts";
import type { Outcome } from "./outcome.ts";
import type { Sequence } from "./trial.ts";

export interface Run {
  readonly outcomes: readonly Outcome[];
  /** All rows before, the tenant's and others'. */
  readonly before: { readonly own: string; readonly others: string };
}

/** Runs sequences, each of which is undone, in an object that is filled in this way. */
export function inObject(filling: Filling, sequences: readonly Sequence[]): Promise<Run> {
  const name = `isolation-${filling.isShared ? "shared" : "solo"}-${filling.tenant}`;
  return runInDurableObject(env.ADDRESSES.getByName(name), (_, { storage }) => {
    const world = new ObjectWorld(storage, filling);
    const before = world.state();
    const outcomes = sequences.flatMap((sequence) => world.run(sequence));
    expect(world.state(), "what is there when all is undone").toEqual(before);
    return { outcomes, before };
  });
}
