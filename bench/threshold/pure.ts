import { setImmediate as nextTurn } from "node:timers/promises";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { createCounters, createWindow, type Window } from "../../src/implementations/threshold/index.ts";
import { publish } from "../kit/figures.ts";
import { inTurns, median } from "../kit/statistics.ts";

// One decision in memory, over ten thousand keys in one order: ours and rate-limiter-flexible's, each by the wall clock.
// V8 throws away what it compiled for a kind of object when the last of the kind is collected, so between the rounds one
// of each contender's stays alive, as it would in a process that goes on.

const KEYS = 10_000;
const OPS = 200_000;
const ROUNDS = 11;
const WINDOW_MS = 60_000;
/** More than any key is asked for in a round, so that all are allowed; and on either side of LOG_LIMIT. */
const LIMITS = { "a limit of 100": 100, "a limit of 1,000": 1_000 };

const names = Array.from({ length: KEYS }, (_, i) => `user:${i}`);
const order = shuffled();

/** Park and Miller's generator: the same order in every run. */
function shuffled(): string[] {
  let seed = 1;
  return Array.from({ length: OPS }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return names[seed % KEYS] ?? "";
  });
}

/** Nanoseconds for one of `order`, after each key has been seen once. Each begins without another's rubbish. */
async function timed(check: (key: string) => unknown): Promise<number> {
  for (const key of names) check(key);
  collect();
  const began = performance.now();
  for (const key of order) check(key);
  return ((performance.now() - began) * 1e6) / OPS;
}

async function timedPromises({ consume, end }: Peer): Promise<number> {
  for (const key of names) await consume(key);
  collect();
  const began = performance.now();
  for (const key of order) await consume(key);
  const took = performance.now() - began;
  await end();
  return (took * 1e6) / OPS;
}

function ourWindows(limit: number): (key: string) => unknown {
  const windows = new Map<string, Window>();
  return (key) => {
    let window = windows.get(key);
    if (!window) windows.set(key, (window = createWindow({ limit, windowMs: WINDOW_MS })));
    return window.check(Date.now());
  };
}

function ourCounters(limit: number): (key: string) => unknown {
  const counters = createCounters({ id: "bench", most: KEYS });
  const policy = { name: "requests", limit, windowMs: WINDOW_MS };
  return (key) => counters.check([{ policy, key }], Date.now());
}

interface Peer {
  readonly consume: (key: string) => Promise<unknown>;
  /** Takes its timers away: they would hold its keys for a minute. */
  readonly end: () => Promise<void>;
}

function theirs(limit: number): Peer {
  const limiter = new RateLimiterMemory({ points: limit, duration: WINDOW_MS / 1_000 });
  return {
    // As it is: another promise around it would be ours to pay for.
    consume: (key) => limiter.consume(key),
    async end() {
      for (const key of [...names, "stays"]) await limiter.delete(key);
    },
  };
}

/** Bytes for one key that has been asked for ten times, and its place in a map. */
async function bytesPerKey(check: (key: string) => unknown): Promise<number> {
  const before = await heldBytes();
  for (let i = 0; i < 10; i++) for (const key of names) await check(key);
  const bytes = ((await heldBytes()) - before) / KEYS;
  await check(names[0] ?? ""); // Still in use, so not collected before it was measured.
  return bytes;
}

async function heldBytes(): Promise<number> {
  await nextTurn(); // Timers that were cleared are let go.
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function collect(): void {
  if (!globalThis.gc)
    throw new Error("Cannot measure in peace: run node with --expose-gc, as npm run bench does");
  globalThis.gc();
  globalThis.gc();
}

const figures = [];
const details: Record<string, unknown> = {};
for (const [name, limit] of Object.entries(LIMITS)) {
  const [window, counters, alive] = [ourWindows(limit), ourCounters(limit), theirs(limit)];
  const stayAlive = async () => [window("stays"), counters("stays"), await alive.consume("stays")];
  await stayAlive();
  const rounds = await inTurns(
    {
      ours: () => timed(ourWindows(limit)),
      counters: () => timed(ourCounters(limit)),
      theirs: () => timedPromises(theirs(limit)),
    },
    ROUNDS,
  );
  await stayAlive();
  await alive.end();
  details[name] = rounds;
  const peer = theirs(limit);
  figures.push(
    { what: `createWindow().check, ${name}`, value: median(rounds.ours), unit: "ns" },
    { what: `createCounters().check of one claim, ${name}`, value: median(rounds.counters), unit: "ns" },
    { what: `RateLimiterMemory.consume, ${name}`, value: median(rounds.theirs), unit: "ns" },
    {
      what: `times faster than rate-limiter-flexible, ${name}, median round`,
      value: median(rounds.theirs.map((their, i) => their / (rounds.ours[i] ?? Number.NaN))),
      unit: "×",
      bar: { atLeast: 3 },
    },
    {
      what: `bytes a key, ten admissions in it, ${name}`,
      value: await bytesPerKey(ourWindows(limit)),
      unit: "B",
    },
    { what: `the same, RateLimiterMemory`, value: await bytesPerKey(peer.consume), unit: "B" },
  );
  await peer.end();
}
publish({ part: "pure: one decision in memory, 10,000 keys", figures, details });
