import { type Figure, publish } from "../kit/figures.ts";
import { runGrove } from "../kit/grove.ts";
import { load, type LoadResult } from "../kit/load.ts";
import { median, quantile } from "../kit/statistics.ts";
import { type Reader, signInAll, USERS_A_ROUND, VISITORS } from "./readers.ts";

// A whole request for a post, through every layer and without any: two Workers in one workerd, in turns, eight
// connections that are never idle. By readers who have not signed in, and by readers who have, whose session both Workers
// validate.

/** Many short rounds: whatever else this machine does then falls on both sides alike. */
const ROUNDS = 40;
const CONNECTIONS = 8;
/** Far below an evergreen tenant's 5,000 a minute, and each round has a tenant of its own. */
const REQUESTS = 500;
const WARM_UP = 50;

const WORKERS = ["limited", "unlimited"] as const;
const SHAPES = ["anonymous", "signed in"] as const;
type Rounds = Record<(typeof WORKERS)[number], LoadResult[]>;

const grove = await runGrove({
  workers: { limited: "../src/grove/worker.ts", unlimited: "threshold/workers/unlimited.ts" },
  tenants: ROUNDS + 1,
  users: (ROUNDS + 1) * USERS_A_ROUND,
});

interface Asked {
  readonly worker: (typeof WORKERS)[number];
  readonly tenant: string;
  readonly readers: readonly Reader[];
}

async function ask({ worker, tenant, readers }: Asked, requests: number): Promise<LoadResult> {
  const result = await load({
    url: new URL("/posts/first", await grove.address(worker)),
    requests,
    connections: CONNECTIONS,
    headers: (n) => ({ host: `${tenant}.grove.localhost`, ...readers[n % readers.length] }),
  });
  if (result.statuses[200] === requests) return result;
  throw new Error(`Cannot measure ${worker}: its answers were ${JSON.stringify(result.statuses)}`);
}

/** Every other round begins at the other end. */
function inOrder<Value>(values: readonly Value[], round: number): readonly Value[] {
  return round % 2 === 0 ? values : values.toReversed();
}

function summarise({ limited, unlimited }: Rounds) {
  const speedsOf = (results: LoadResult[]) => results.map(({ perSecond }) => perSecond);
  const waitsOf = (results: LoadResult[]) => results.map(({ waits }) => median(waits));
  const speeds = { limited: speedsOf(limited), unlimited: speedsOf(unlimited) };
  const waits = { limited: waitsOf(limited), unlimited: waitsOf(unlimited) };
  const ratios = speeds.limited.map((speed, i) => speed / (speeds.unlimited[i] ?? speed));
  return { ratios, speeds, waits, spread: [quantile(ratios, 0.1), quantile(ratios, 0.9)] };
}

/** How much longer the second waits, in the median of rounds. */
function added(shorter: readonly number[], longer: readonly number[]): number {
  return median(longer.map((wait, i) => wait - (shorter[i] ?? wait)));
}

function figuresOf(shape: string, { ratios, speeds, waits }: ReturnType<typeof summarise>): Figure[] {
  return [
    { what: `${shape}: requests a second through all layers`, value: median(speeds.limited), unit: "/s" },
    { what: `${shape}: requests a second without any`, value: median(speeds.unlimited), unit: "/s" },
    {
      what: `${shape}: throughput with the layers ÷ without, median of rounds`,
      value: median(ratios),
      unit: "",
      bar: { atLeast: 0.8 },
    },
    { what: `${shape}: the same, worst round`, value: Math.min(...ratios), unit: "" },
    { what: `${shape}: wait through all layers, p50`, value: median(waits.limited), unit: "ms" },
    {
      what: `${shape}: what the layers add to it, p50`,
      value: added(waits.unlimited, waits.limited),
      unit: "ms",
      bar: { atMost: 5 },
    },
  ];
}

try {
  const found: Record<(typeof SHAPES)[number], Rounds> = {
    anonymous: { limited: [], unlimited: [] },
    "signed in": { limited: [], unlimited: [] },
  };
  const signedIn: Reader[][] = [];
  // All of them before anything is measured: what signing in leaves to be done would fall on whoever is first.
  for (let round = 0; round <= ROUNDS; round++) signedIn.push(await signInAll(grove, round));
  for (const [round, users] of signedIn.entries()) {
    const readers = { anonymous: VISITORS, "signed in": users };
    for (const shape of inOrder(SHAPES, round)) {
      for (const worker of inOrder(WORKERS, round)) {
        const asked = { worker, tenant: `t${round}`, readers: readers[shape] };
        await ask(asked, WARM_UP);
        const result = await ask(asked, REQUESTS);
        if (round > 0) found[shape][worker].push(result); // The first compiles.
      }
    }
  }
  const [anonymous, withSession] = [summarise(found.anonymous), summarise(found["signed in"])];
  const session = added(anonymous.waits.limited, withSession.waits.limited);
  publish({
    part: `request: a post's page, ${CONNECTIONS} connections`,
    figures: [
      ...figuresOf("anonymous", anonymous),
      ...figuresOf("signed in", withSession),
      { what: "what a session adds to the wait through all layers, p50", value: session, unit: "ms" },
    ],
    details: { anonymous, "signed in": withSession },
  });
} finally {
  await grove.stop();
}
