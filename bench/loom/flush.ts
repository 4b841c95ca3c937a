import { publish } from "../kit/figures.ts";
import { inTurns, median } from "../kit/statistics.ts";
import { startBench } from "./kit.ts";

// What a row costs on its way to D1: in a flush of a thousand, and by a statement of its own.

const ROUNDS = 7;
const ROWS = 1_000;
const SINGLE = 300;

const bench = await startBench();
let keys = 0;

try {
  const rounds = await inTurns(
    {
      async flush() {
        const key = `flush ${keys++}`;
        // The first makes the tables and is compiled.
        await bench.ask("fill", { key, count: 10 });
        await bench.ask("flush", { key });
        await bench.ask("fill", { key, count: ROWS });
        return ((await bench.time("flush", { key })) * 1_000) / ROWS;
      },
      async single() {
        return ((await bench.time("single", { count: SINGLE })) * 1_000) / SINGLE;
      },
    },
    ROUNDS,
  );
  const [flush, single] = [median(rounds.flush), median(rounds.single)];
  publish({
    part: `flush: a row to D1, in a flush of ${ROWS} and alone`,
    figures: [
      { what: "a row, in a flush with its watermark", value: flush, unit: "µs" },
      { what: "a row, by a statement of its own", value: single, unit: "µs" },
      { what: "times cheaper", value: single / flush, unit: "×", bar: { atLeast: 40 } },
    ],
    details: rounds,
  });
} finally {
  await bench.stop();
}
