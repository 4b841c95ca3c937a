/** What Grove has room for: a D1 database does one thing at a time, and a page takes it about a millisecond. */
export const ROOM_PER_SECOND = 1_000;

const SHARDS = 8;

/** The object that gathers the reports of all shards. */
export const ROOT = "global:root";

/** The object that an isolate reports to; `random` is from 0 up to 1. */
export function shardOf(random: number): string {
  return `global:${Math.floor(random * SHARDS)}`;
}
