import { join } from "node:path";
import { parseArgs } from "node:util";
import { LOG_LIMIT } from "../../src/implementations/threshold/index.ts";
import { seeded } from "../../src/implementations/threshold/lease/arrivals.ts";
import { ALL_FAULTS } from "../../src/implementations/threshold/lease/network.ts";
import { ROOT } from "../../tools/sources.ts";
import { publish } from "../kit/figures.ts";
import { exact, fixedWindow, gcra, ourCounters, ours, slidingCounter } from "./limiters.ts";
import { leastOf, mostOf, type Row, rowOf, tableOf } from "./rows.ts";
import { runLeases, runOptimistic, type Shared } from "./shared.ts";
import { admittedToInsister, admittedToRefunder, type Limiter, type Shape, TRACES } from "./traces.ts";

// How much is admitted, beside an exact log that is given the same requests: never more than the limit in any trailing
// window, and nearly all that the log admits. All of it in simulated time.

const { values } = parseArgs({
  options: { seed: { type: "string", default: "20261121" }, windows: { type: "string", default: "61" } },
});
const SEED = Number(values.seed);
/** A ring that is always full turns 60 times in 61 windows: over these its price shows in full. */
const WINDOWS = Number(values.windows);
const WINDOW_MS = 60_000;
const SMALL = [1, 2, 3, 10, 100, LOG_LIMIT];
const LARGE = [LOG_LIMIT + 1, 300, 1_000, 10_000];
/** Above this, receipts would take most of the time. */
const REFUNDED_TO = 1_000;
const LOADS = [0.8, 1, 1.5, 5];
/** Traces of which whole limits come in one moment or little more, most requests of them a call under way. */
const AT_ONCE = new Set(["boundary", "pulses", "surges", "later surges", "plateaus"]);
/** More calls under way at once take the simulation hours. */
const MOST_AT_ONCE = 5_000;
const OTHERS = {
  "fixed window": fixedWindow,
  "sliding counter": slidingCounter,
  "GCRA, burst of a limit": gcra,
};

/** Enough windows for each trace to have tens of thousands of requests. */
function shapesOf(limits: readonly number[]): Shape[] {
  return limits.flatMap((limit) => {
    const windows = WINDOWS * Math.ceil(600 / limit);
    return LOADS.map((load) => ({ limit, load, windowMs: WINDOW_MS, windows }));
  });
}

function admittedBy(limiter: Limiter, arrivals: readonly number[]): number[] {
  return arrivals.filter((at) => limiter.admit(at));
}

/** Every open trace through a limiter and through an exact log. */
function runTraces(group: string, make: (shape: Shape) => Limiter, shape: Shape): Row[] {
  return Object.entries(TRACES).map(([trace, arrivalsOf]) => {
    const arrivals = arrivalsOf(shape, seeded(SEED + shape.limit));
    const admittedExactly = admittedBy(exact(shape), arrivals).length;
    const admitted = admittedBy(make(shape), arrivals);
    return rowOf({ ...shape, group, trace, requests: arrivals.length, admitted, admittedExactly });
  });
}

/** A client that comes whenever it was told to. */
function runInsister(group: string, shape: Shape): Row {
  const until = shape.windows * WINDOW_MS;
  const admitted = admittedToInsister(ours(shape), until);
  const admittedExactly = admittedToInsister(exact(shape), until).length;
  return rowOf({ ...shape, group, trace: "insister", requests: admitted.length, admitted, admittedExactly });
}

/** A client that gives back half of what it gets. */
function runRefunder(group: string, shape: Shape): Row {
  const arrivals = TRACES["poisson"]?.(shape, seeded(SEED)) ?? [];
  const admitted = admittedToRefunder(ourCounters(shape), arrivals, seeded(SEED));
  const admittedExactly = admittedToRefunder(exact(shape), arrivals, seeded(SEED)).length;
  return rowOf({ ...shape, group, trace: "refunder", requests: arrivals.length, admitted, admittedExactly });
}

function runOurs(group: string, limits: readonly number[]): Row[] {
  return shapesOf(limits).flatMap((shape) => [
    ...runTraces(group, ours, shape),
    runInsister(group, shape),
    ...(shape.limit > REFUNDED_TO ? [] : [runRefunder(group, shape)]),
  ]);
}

function sharedBy(windows: number): Shared[] {
  return shapesOf([1_000, 10_000]).flatMap((shape) =>
    [1, 8, 32].flatMap((isolates) =>
      Object.keys(TRACES)
        .filter((trace) => !AT_ONCE.has(trace) || shape.limit * shape.load <= MOST_AT_ONCE)
        .map((trace) => ({
          shape: { ...shape, windows: AT_ONCE.has(trace) ? Math.min(windows, 12) : windows },
          isolates,
          trace,
          seed: SEED,
        })),
    ),
  );
}

const long = sharedBy(WINDOWS);
/** Enough where only the most in any window matters. */
const short = sharedBy(Math.min(WINDOWS, 12));
const dying = { deaths: ALL_FAULTS.deaths };

const small = runOurs("log, limits to 128", SMALL);
const large = runOurs("ring, limits from 129", LARGE);
const leased = long.map((each) => runLeases("leases", each, {}));
const leasedDying = short.map((each) => runLeases("leases, 5 % of isolates dying", each, dying));
const leasedFaulty = short.map((each) => runLeases("leases, every fault", each, ALL_FAULTS));
const optimistic = short.map((each) => runOptimistic("optimistic", each, {}));
const optimisticFaulty = short.map((each) => runOptimistic("optimistic, every fault", each, ALL_FAULTS));
const others = Object.entries(OTHERS).flatMap(([name, make]) =>
  shapesOf([100, 1_000]).flatMap((shape) => runTraces(name, make, shape)),
);

const windows = [...small, ...large];
const allLeased = [...leased, ...leasedDying, ...leasedFaulty];
const allOptimistic = [...optimistic, ...optimisticFaulty];
const rows = [...windows, ...allLeased, ...allOptimistic, ...others];
const hot = leased.filter(
  ({ limit, isolates, trace }) => limit === 10_000 && isolates === 1 && trace === "poisson",
);
const requests = windows.reduce((sum, row) => sum + row.requests, 0);

console.log(`node bench/threshold/accuracy.ts --seed ${SEED} --windows ${WINDOWS}\n`);
console.log(tableOf(rows));
const isNoMore = { bar: { atMost: 1 }, unit: "limits" };
process.env["BENCH_OUT"] ??= join(ROOT, ".specs", "bench", "accuracy.json");
publish({
  part: "accuracy: against an exact log, in every trace",
  figures: [
    { what: "requests through windows", value: requests, unit: "", bar: { atLeast: 1_000_000 } },
    { what: "most admitted in any trailing window, limits 1 to 10,000", value: mostOf(windows), ...isNoMore },
    { what: "the same, leased, 1, 8, 32 isolates, 5 % dying", value: mostOf(leasedDying), ...isNoMore },
    { what: "the same, leased, with or without every fault", value: mostOf(allLeased), ...isNoMore },
    {
      what: "admitted of what a log admits, small limits, least",
      value: leastOf(small),
      unit: "%",
      bar: { atLeast: 100 },
    },
    {
      what: "the same, small limits, most",
      value: 100 * Math.max(...small.map(({ share }) => share)),
      unit: "%",
      bar: { atMost: 100 },
    },
    { what: "the same, large limits, least", value: leastOf(large), unit: "%", bar: { atLeast: 98.3 } },
    { what: "the same, leased, every trace, least", value: leastOf(leased), unit: "%", bar: { atLeast: 96 } },
    ...[...AT_ONCE].map((trace) => ({
      what: `the same, leased, ${trace}, least`,
      value: leastOf(leased.filter((row) => row.trace === trace)),
      unit: "%",
    })),
    {
      what: "most admitted of the printed bound, optimistic, with every fault",
      value: Math.max(...allOptimistic.map(({ ofBound = Infinity }) => ofBound)),
      unit: "bounds",
      bar: { atMost: 1 },
    },
    { what: "most admitted in any trailing window, optimistic", value: mostOf(optimistic), unit: "limits" },
    {
      what: "calls per 100 allowed, 10,000 a minute, one isolate",
      value: Math.max(...hot.map(({ callsPer100 = Infinity }) => callsPer100)),
      unit: "calls",
      bar: { atMost: 2 },
    },
    ...Object.keys(OTHERS).map((name) => ({
      what: `most admitted in any trailing window, ${name}`,
      value: mostOf(others.filter(({ group }) => group === name)),
      unit: "limits",
    })),
  ],
  details: { seed: SEED, windows: WINDOWS, rows },
});
