import { type AttackLevel, ceilingAt, silenceAt } from "#implementations/threshold";
import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { type Load, LOAD_INTERVAL_MS, shardOf } from "../contracts/load.ts";
import { later } from "./later.ts";

/** Fewer requests in an interval than this are not worth an object call, while nothing is wrong. */
const QUIET = 50;
/** A level that no report has confirmed for so long is peace: nobody is held to an attack that may be over. */
const BELIEVED_MS = 3 * LOAD_INTERVAL_MS;

/** What this isolate knows of the attack level, and what it has to report. */
export interface AttackWatch {
  /** How many a client address may send a minute at the present level, of `perMinute` in peace. */
  ceiling(perMinute: number): number;
  /** For how many milliseconds an address that was refused must be silent before it is heard again; 0 in peace. */
  silence(): number;
  /** Counts a request, and now and then reports them after the response. Nothing here waits. */
  note(c: Context<GroveEnv>, isRefused: boolean): void;
}

/**
 * Reports this isolate's load every few seconds and learns the level in return. Only an isolate that is busy reports,
 * or one that still holds a raised level, so peace costs no calls.
 */
function createAttackWatch(): AttackWatch {
  const shard = shardOf(Math.random());
  let level: AttackLevel = 0;
  /** Until when the level is believed. */
  let heardUntil = 0;
  let began = 0;
  let requests = 0;
  let refused = 0;

  function levelAt(now: number): AttackLevel {
    return now < heardUntil ? level : 0;
  }

  async function report(env: Env, load: Load, sentAt: number): Promise<void> {
    try {
      level = await env.GLOBALS.getByName(shard).report(load);
      heardUntil = sentAt + BELIEVED_MS;
    } catch (error) {
      console.warn(JSON.stringify({ level: "warn", event: "load not reported", error: String(error) }));
    }
  }

  function note(c: Context<GroveEnv>, isRefused: boolean): void {
    const now = Date.now();
    if (now - began >= LOAD_INTERVAL_MS || now < began) {
      const load = { requests, refused };
      [began, requests, refused] = [now, 0, 0];
      if (load.requests >= QUIET || levelAt(now) > 0) later(c, report(c.env, load, now));
    }
    requests += 1;
    if (isRefused) refused += 1;
  }

  return {
    ceiling: (perMinute) => ceilingAt(levelAt(Date.now()), perMinute),
    silence: () => silenceAt(levelAt(Date.now())),
    note,
  };
}

export const attackWatch = createAttackWatch();
