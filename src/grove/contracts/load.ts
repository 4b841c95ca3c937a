/** How often isolates report what they carry, and how often the attack level can change. */
export const LOAD_INTERVAL_MS = 5_000;

/** What Grove has room for in an interval: a D1 database does one thing at a time, and a page takes it about a millisecond. */
export const ROOM_PER_INTERVAL = (1_000 * LOAD_INTERVAL_MS) / 1_000;

/** What was asked of isolates during an interval. */
export interface Load {
  readonly requests: number;
  readonly refused: number;
}

const SHARDS = 8;

/** The object that gathers the reports of all shards. */
export const ROOT = "global:root";

/** The object that an isolate reports to; `random` is from 0 up to 1. */
export function shardOf(random: number): string {
  return `global:${Math.floor(random * SHARDS)}`;
}
