import { DurableObject } from "cloudflare:workers";
import type { Committed } from "#implementations/loom";
import { type Letter, showLetter } from "../contracts/letter.ts";
import type { SealedEnv } from "../tenancy/sealed-env.ts";
import type { ObjectLoom } from "./loom.ts";

/** An object that Loom looks after. What it could not do and has set aside, the owner of its blog handles. */
export abstract class LookedAfter extends DurableObject<SealedEnv> {
  /** Of this life, and anew when all is forgotten. A field of the instance, which no caller can reach. */
  protected abstract loom: ObjectLoom;

  /** What was set aside, the oldest first. */
  listLetters(): Letter[] {
    this.loom.alarms.watch();
    return this.loom.letters.list().map(showLetter);
  }

  /** Has what was set aside tried again. */
  async replayLetter(id: number): Promise<Committed<boolean>> {
    this.loom.alarms.watch();
    return await this.loom.replay(id);
  }

  /** Throws away what was set aside; false if it is not there. */
  discardLetter(id: number): boolean {
    this.loom.alarms.watch();
    return this.loom.letters.remove(id) !== undefined;
  }
}

/**
 * Deletes all that is kept of an object. Its Loom ends before that, and what comes after is opened even if it fails. A
 * function, because whoever can call an object can call each of its methods.
 */
export async function beginAnew(
  { storage }: DurableObjectState,
  loom: ObjectLoom,
  open: () => void,
): Promise<void> {
  loom.end();
  try {
    await storage.deleteAll();
  } finally {
    open();
  }
}
