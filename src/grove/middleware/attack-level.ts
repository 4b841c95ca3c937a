import { type AttackLevel, createAttackWatch, type Load } from "#implementations/threshold";
import type { Context } from "hono";
import type { GroveEnv } from "../context.ts";
import { shardOf } from "../contracts/load.ts";
import { later } from "./later.ts";

/** What this isolate has counted, and the level that it was told last. */
const watch = createAttackWatch();
let shard: string | undefined;

/** The level that holds here and now. */
export function attackLevel(): AttackLevel {
  return watch.levelAt(Date.now());
}

/** Counts a request towards the attack level, and now and then reports. Nobody waits for that. */
export function noteRequest(c: Context<GroveEnv>, isRefused: boolean): void {
  const due = watch.note({ requests: 1, refused: isRefused ? 1 : 0 }, Date.now());
  if (due) later(c, report(c.env, due));
}

async function report(env: Pick<Env, "GLOBALS">, load: Load): Promise<void> {
  // Workers give no random numbers outside a request.
  shard ??= shardOf(Math.random());
  try {
    watch.learn(await env.GLOBALS.getByName(shard).report(load), Date.now());
  } catch (error) {
    console.warn(JSON.stringify({ level: "warn", event: "load not reported", error: String(error) }));
  }
}
