import { publish } from "../kit/figures.ts";
import { runGrove } from "../kit/grove.ts";
import { load, type LoadResult } from "../kit/load.ts";
import { median, quantile } from "../kit/statistics.ts";

// A whole request for a post, through every layer and without any: two Workers in one workerd, in turns, eight
// connections that are never idle.

/** Many short rounds: whatever else this machine does then falls on both sides alike. */
const ROUNDS = 40;
const CONNECTIONS = 8;
/** Far below an evergreen tenant's 5,000 a minute, and each round has a tenant of its own. */
const REQUESTS = 500;
const WARM_UP = 50;
const READERS = 1_000;

const grove = await runGrove({
  workers: { limited: "../src/grove/worker.ts", unlimited: "threshold/workers/unlimited.ts" },
  tenants: ROUNDS + 1,
});

let clients = 0;
/** The next reader's address: none comes near its own ceiling, and no two requests in a row are from one. */
function nextAddress(): string {
  clients = (clients + 1) % READERS;
  return `10.0.${clients >> 8}.${clients & 255}`;
}

async function ask(worker: "limited" | "unlimited", tenant: string, requests: number): Promise<LoadResult> {
  const url = new URL("/posts/first", await grove.address(worker));
  const result = await load({
    url,
    requests,
    connections: CONNECTIONS,
    headers: () => ({ host: `${tenant}.grove.localhost`, "cf-connecting-ip": nextAddress() }),
  });
  if (result.statuses[200] === requests) return result;
  throw new Error(`Cannot measure ${worker}: its answers were ${JSON.stringify(result.statuses)}`);
}

try {
  const ratios: number[] = [];
  const waits = { limited: [] as number[], unlimited: [] as number[] };
  const speeds = { limited: [] as number[], unlimited: [] as number[] };
  for (let round = 0; round <= ROUNDS; round++) {
    const order = round % 2 === 0 ? (["limited", "unlimited"] as const) : (["unlimited", "limited"] as const);
    const found: Partial<Record<"limited" | "unlimited", LoadResult>> = {};
    for (const worker of order) {
      await ask(worker, `t${round}`, WARM_UP);
      found[worker] = await ask(worker, `t${round}`, REQUESTS);
    }
    const { limited, unlimited } = found;
    if (round === 0 || !limited || !unlimited) continue; // The first compiles.
    ratios.push(limited.perSecond / unlimited.perSecond);
    for (const worker of order) {
      speeds[worker].push(found[worker]?.perSecond ?? 0);
      waits[worker].push(median(found[worker]?.waits ?? []));
    }
  }
  publish({
    part: `request: a post's page, ${CONNECTIONS} connections`,
    figures: [
      { what: "requests a second through all layers", value: median(speeds.limited), unit: "/s" },
      { what: "requests a second without any", value: median(speeds.unlimited), unit: "/s" },
      {
        what: "throughput with the layers ÷ without, median of rounds",
        value: median(ratios),
        unit: "",
        bar: { atLeast: 0.8 },
      },
      { what: "the same, worst round", value: Math.min(...ratios), unit: "" },
      { what: "wait through all layers, p50", value: median(waits.limited), unit: "ms" },
      {
        what: "what the layers add to it, p50",
        value: median(waits.limited.map((wait, i) => wait - (waits.unlimited[i] ?? wait))),
        unit: "ms",
        bar: { atMost: 5 },
      },
    ],
    details: { ratios, speeds, waits, spread: [quantile(ratios, 0.1), quantile(ratios, 0.9)] },
  });
} finally {
  await grove.stop();
}
