import { DurableObject } from "cloudflare:workers";
import { type AttackLevel, createAttackDesk, createAttackWatch, type Load } from "#implementations/threshold";
import { ROOM_PER_SECOND, ROOT } from "../contracts/load.ts";

/**
 * The attack level of all of Grove. Isolates report to one of eight shards, shards pass on their sums to the root, and
 * the root decides: so no object is asked by more than one in eight isolates, or by more than eight shards, however
 * many isolates there are. All of it is in memory: an evicted object begins at peace, and a flood that goes on raises
 * the level again at once.
 */
export class GlobalDO extends DurableObject<Env> {
  readonly #watch = createAttackWatch();
  readonly #desk = createAttackDesk({ perSecond: ROOM_PER_SECOND });
  #told: AttackLevel = 0;

  /** Adds what an isolate or a shard has counted, and answers with the level that holds. */
  async report(load: Load): Promise<AttackLevel> {
    return this.ctx.id.name === ROOT ? this.#decide(load) : await this.#passOn(load);
  }

  #decide(load: Load): AttackLevel {
    const level = this.#desk.report(load, Date.now());
    if (level !== this.#told) {
      console.log(JSON.stringify({ level: "warn", event: "attack level", from: this.#told, to: level }));
    }
    this.#told = level;
    return level;
  }

  async #passOn(load: Load): Promise<AttackLevel> {
    const due = this.#watch.note(load, Date.now());
    if (due) this.#watch.learn(await this.env.GLOBALS.getByName(ROOT).report(due), Date.now());
    return this.#watch.levelAt(Date.now());
  }
}
