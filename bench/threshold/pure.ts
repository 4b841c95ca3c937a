import { RateLimiterMemory } from "rate-limiter-flexible";
import { createCounters, createWindow, type Window } from "../../src/implementations/threshold/index.ts";
import { publish } from "../kit/figures.ts";
import { inTurns, median } from "../kit/statistics.ts";

// One decision in memory, over ten thousand keys in one order: ours and rate-limiter-flexible's, each by the wall clock.

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

/** Nanoseconds for one of `order`, after each key has been seen once. */
async function timed(check: (key: string) => unknown): Promise<number> {
  for (const key of names) check(key);
  const began = performance.now();
  for (const key of order) check(key);
  return ((performance.now() - began) * 1e6) / OPS;
}

async function timedPromises(check: (key: string) => Promise<unknown>): Promise<number> {
  for (const key of names) await check(key);
  const began = performance.now();
  for (const key of order) await check(key);
  return ((performance.now() - began) * 1e6) / OPS;
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

function theirs(limit: number): (key: string) => Promise<unknown> {
  const limiter = new RateLimiterMemory({ points: limit, duration: WINDOW_MS / 1_000 });
  return (key) => limiter.consume(key).catch((refused: unknown) => refused);
}

/** Bytes for one key that has been asked for ten times, an hour of rubbish collected before and after. */
async function bytesPerKey(check: (key: string) => unknown): Promise<number> {
  const before = heldBytes();
  for (let i = 0; i < 10; i++) for (const key of names) await check(key);
  const bytes = (heldBytes() - before) / KEYS;
  await check(names[0] ?? ""); // Still in use, so not collected before it was measured.
  return bytes;
}

function heldBytes(): number {
  if (!globalThis.gc) throw new Error("Cannot measure memory: run node with --expose-gc");
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const figures = [];
const details: Record<string, unknown> = {};
for (const [name, limit] of Object.entries(LIMITS)) {
  const rounds = await inTurns(
    {
      ours: () => timed(ourWindows(limit)),
      counters: () => timed(ourCounters(limit)),
      theirs: () => timedPromises(theirs(limit)),
    },
    ROUNDS,
  );
  details[name] = rounds;
  const [ours, counters, peer] = [median(rounds.ours), median(rounds.counters), median(rounds.theirs)];
  figures.push(
    { what: `createWindow().check, ${name}`, value: ours, unit: "ns" },
    { what: `createCounters().check of one claim, ${name}`, value: counters, unit: "ns" },
    { what: `RateLimiterMemory.consume, ${name}`, value: peer, unit: "ns" },
    {
      what: `times faster than rate-limiter-flexible, ${name}`,
      value: peer / ours,
      unit: "×",
      bar: { atLeast: 3 },
    },
    {
      what: `bytes a key, ten admissions in it, ${name}`,
      value: await bytesPerKey(ourWindows(limit)),
      unit: "B",
    },
    { what: `the same, RateLimiterMemory`, value: await bytesPerKey(theirs(limit)), unit: "B" },
  );
}
publish({ part: "pure: one decision in memory, 10,000 keys", figures, details });
