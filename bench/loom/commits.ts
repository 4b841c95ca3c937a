import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../tools/sources.ts";
import { medianFsyncMs } from "../kit/disk.ts";
import { publish } from "../kit/figures.ts";
import { inTurns, median } from "../kit/statistics.ts";
import { startBench } from "./kit.ts";

// What an append costs: with a commit for each, and with one for all of a turn. As callers meet it, by one stub and by a stub
// for each call, with calls that those in flight share, with and without what an empty call costs, and inside the object. All in one workerd, on one disk, in turns. What is saved is the disk's
// time, so that a disk whose fsync takes a fifth of a millisecond shows less of it than one that takes four.

const ROUNDS = 7;
const AT_ONCE = 50;
const APPENDS = 1_000;
const INSIDE = 1_000;

const bench = await startBench();
let keys = 0;

/** Microseconds for each call, by one stub or by another for each. */
const called =
  (act: string, atOnce: number, stubs = "one") =>
  async (): Promise<number> => {
    const more = { key: `${act} ${keys++}`, "at-once": atOnce, stubs };
    await bench.ask(act, { ...more, count: atOnce });
    return (await bench.time(act, { ...more, count: APPENDS })) * (1_000 / APPENDS);
  };

/** Microseconds for each append in the object. */
const inside = (act: string) => async (): Promise<number> => {
  const key = `${act} ${keys++}`;
  await bench.ask(act, { key, count: INSIDE, "at-once": AT_ONCE });
  return (await bench.time(act, { key, count: INSIDE, "at-once": AT_ONCE })) * (1_000 / INSIDE);
};

try {
  const state = join(ROOT, ".specs", "bench", "state");
  mkdirSync(state, { recursive: true });
  const rounds = await inTurns(
    {
      empty: called("empty", AT_ONCE),
      plain: called("plain", AT_ONCE),
      grouped: called("grouped", AT_ONCE),
      shared: called("shared", AT_ONCE),
      "plain, a stub each": called("plain", AT_ONCE, "each"),
      "grouped, a stub each": called("grouped", AT_ONCE, "each"),
      "plain, one": called("plain", 1),
      "grouped, one": called("grouped", 1),
      plainInside: inside("plainInside"),
      groupedInside: inside("groupedInside"),
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
      { what: "the same, and nothing is appended", value: each("empty"), unit: "µs" },
      {
        what: `times cheaper, ${AT_ONCE} in flight, the calls included`,
        value: each("plain") / each("grouped"),
        unit: "×",
        bar: { atLeast: 30 },
      },
      { what: "group commit, and those in flight share their calls", value: each("shared"), unit: "µs" },
      {
        what: `times cheaper, ${AT_ONCE} in flight, their calls shared and included`,
        value: each("plain") / each("shared"),
        unit: "×",
        bar: { atLeast: 30 },
      },
      {
        what: "the most that any append could be, if it cost a call of its own and its share of a commit alone",
        value: each("plain") / (each("empty") + each("plainInside") / AT_ONCE),
        unit: "×",
      },
      {
        what: `times cheaper, ${AT_ONCE} in flight, each with a stub of its own`,
        value: each("plain, a stub each") / each("grouped, a stub each"),
        unit: "×",
      },
      {
        what: `times cheaper, ${AT_ONCE} in flight, an append without its call`,
        value: (each("plain") - each("empty")) / (each("grouped") - each("empty")),
        unit: "×",
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
