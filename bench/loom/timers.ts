import { setTimeout as sleep } from "node:timers/promises";
import { publish } from "../kit/figures.ts";
import { quantile } from "../kit/statistics.ts";
import { startBench } from "./kit.ts";

// Ten thousand timers of one object, spread over twenty seconds, while nothing else goes on.

const TIMERS = 10_000;

const bench = await startBench();
try {
  await bench.ask("timers", { key: "timers", count: TIMERS });
  await sleep(25_000);
  const { left, late } = (await bench.ask("lateness", { key: "timers" })) as { left: number; late: number[] };
  publish({
    part: "timers: ten thousand in one object, idle",
    figures: [
      { what: "done", value: late.length, unit: "", bar: { atLeast: TIMERS } },
      { what: "left over", value: left, unit: "", bar: { atMost: 0 } },
      { what: "late, p50", value: quantile(late, 0.5), unit: "ms" },
      { what: "late, p99", value: quantile(late, 0.99), unit: "ms" },
      { what: "late, the worst", value: Math.max(...late), unit: "ms", bar: { atMost: 50 } },
    ],
  });
} finally {
  await bench.stop();
}
