import { DurableObject } from "cloudflare:workers";
import { type AttackLevel, type AttackState, measure, NO_ATTACK } from "#implementations/threshold";
import { type Load, LOAD_INTERVAL_MS, ROOM_PER_INTERVAL, ROOT } from "../contracts/load.ts";

/**
 * The attack level of all of Grove. Isolates report to one of eight shards, each shard sums an interval and passes the
 * sum to the root, and the root decides. So no object is asked more often than once an interval by each that reports
 * to it, however many isolates there are. All of it is in memory: an evicted object begins at peace, and a flood that
 * goes on raises the level again within two intervals.
 */
export class GlobalDO extends DurableObject<Env> {
  #state: AttackState = NO_ATTACK;
  #load: Load = { requests: 0, refused: 0 };
  #began = 0;
  #level: AttackLevel = 0;

  /** Adds what an isolate or a shard has carried, and answers with the level from 0, peace, upwards. */
  async report({ requests, refused }: Load): Promise<AttackLevel> {
    const now = Date.now();
    this.#load = { requests: this.#load.requests + requests, refused: this.#load.refused + refused };
    if (now - this.#began < LOAD_INTERVAL_MS) return this.#level;

    const load = this.#load;
    this.#load = { requests: 0, refused: 0 };
    this.#began = now;
    this.#level = this.ctx.id.name === ROOT ? this.#control(load, now) : await this.#pass(load);
    return this.#level;
  }

  #control(load: Load, now: number): AttackLevel {
    const before = this.#state.level;
    this.#state = measure(this.#state, { ...load, capacity: ROOM_PER_INTERVAL }, now);
    const { level } = this.#state;
    if (level !== before) {
      console.log(JSON.stringify({ level: "warn", event: "attack level", from: before, to: level, ...load }));
    }
    return level;
  }

  async #pass(load: Load): Promise<AttackLevel> {
    return await this.env.GLOBALS.getByName(ROOT).report(load);
  }
}
