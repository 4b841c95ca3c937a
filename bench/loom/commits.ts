import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../tools/sources.ts";
import { medianFsyncMs } from "../kit/disk.ts";
import { publish } from "../kit/figures.ts";
import { inTurns, median } from "../kit/statistics.ts";
import { startBench } from "./kit.ts";

// What an append costs: with a commit for each, and with one for all of a turn. As callers meet it, and inside the object,
// where no call is paid for. All in one workerd, on one disk, in turns.

const ROUNDS = 7;
const AT_ONCE = 50;
const APPENDS = 1_000;
const INSIDE = 500;

const bench = await startBench();
let keys = 0;

/** Microseconds for each append that is a call; the way to the Worker is taken off. */
const called = (act: string, atOnce: number) => async (): Promise<number> => {
  const key = `${act} ${keys++}`;
  await bench.ask(act, { key, count: atOnce, "at-once": atOnce });
  const empty = await bench.time("nothing", { key, count: APPENDS, "at-once": atOnce });
  return ((await bench.time(act, { key, count: APPENDS, "at-once": atOnce })) - empty) * (1_000 / APPENDS);
};

/** Microseconds for each append in the object; groups are of fifty. */
const inside = (act: string, count: number, times: number) => async (): Promise<number> => {
  const key = `${act} ${keys++}`;
  await bench.ask(act, { key, count });
  let took = 0;
  for (let i = 0; i < times; i++) took += await bench.time(act, { key, count });
  return (took * 1_000) / (count * times);
};

try {
  const state = join(ROOT, ".specs", "bench", "state");
  mkdirSync(state, { recursive: true });
  const rounds = await inTurns(
    {
      plain: called("plain", AT_ONCE),
      grouped: called("grouped", AT_ONCE),
      "plain, one": called("plain", 1),
      "grouped, one": called("grouped", 1),
      plainInside: inside("plainInside", INSIDE, 1),
      groupedInside: inside("groupedInside", AT_ONCE, INSIDE / AT_ONCE),
    },
    ROUNDS,
  );
  const each = (name: keyof typeof rounds): number => median(rounds[name]);
  publish({
    part: "commits: an append, committed alone and shared",
    figures: [
      { what: "fsync of this disk, median", value: medianFsyncMs(state), unit: "ms" },
      { what: `a call each, ${AT_ONCE} in flight, a commit each`, value: each("plain"), unit: "µs" },
      { what: `the same, group commit`, value: each("grouped"), unit: "µs" },
      {
        what: `times cheaper, ${AT_ONCE} in flight, the calls included`,
        value: each("plain") / each("grouped"),
        unit: "×",
        bar: { atLeast: 30 },
      },
      { what: "inside the object, a commit each", value: each("plainInside"), unit: "µs" },
      { what: `inside the object, ${AT_ONCE} to a commit`, value: each("groupedInside"), unit: "µs" },
      {
        what: "times cheaper, inside the object",
        value: each("plainInside") / each("groupedInside"),
        unit: "×",
      },
      { what: "a call at a time, a commit each", value: each("plain, one"), unit: "µs" },
      { what: "the same, group commit", value: each("grouped, one"), unit: "µs" },
      {
        what: "times as long, a call at a time",
        value: each("grouped, one") / each("plain, one"),
        unit: "×",
        bar: { atMost: 1.2 },
      },
    ],
    details: rounds,
  });
} finally {
  await bench.stop();
}
