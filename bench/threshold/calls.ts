import { setTimeout as sleep } from "node:timers/promises";
import { publish } from "../kit/figures.ts";
import { runGrove } from "../kit/grove.ts";
import { load, type LoadResult } from "../kit/load.ts";

// How often Grove calls a tenant's object, for a key of 10,000 requests a minute that come at exactly that rate: by one
// isolate, and by eight that share the limit. Then for a key whose minute is used up.

const PER_MINUTE = 10_000;
const SECONDS = 30;
const ISOLATES = 8;
const CONNECTIONS = 8;

const names = Array.from({ length: ISOLATES }, (_, i) => `isolate${i}`);
const grove = await runGrove({
  workers: Object.fromEntries(names.map((name) => [name, "threshold/workers/counted.ts"])),
  tenants: 2,
  isOpen: true,
});
const addresses = await Promise.all(names.map((name) => grove.address(name)));

interface Count {
  readonly allowed: number;
  readonly refused: number;
  readonly calls: number;
  readonly perMinute: number;
}

let readers = 0;

/** Sends to the isolates in turns, and counts the object calls that this makes. */
async function count(
  tenant: string,
  isolates: readonly URL[],
  { requests, perMinute = Infinity }: { readonly requests: number; readonly perMinute?: number },
): Promise<Count> {
  await callsOf(isolates);
  const everyMs = 60_000 / perMinute;
  const began = performance.now();
  const share = Math.ceil(requests / isolates.length);
  const results = await Promise.all(
    isolates.map(
      async (address, i) =>
        await load({
          url: new URL("/posts/first", address),
          requests: share,
          connections:
            Math.ceil(CONNECTIONS / isolates.length) * (Number.isFinite(perMinute) ? CONNECTIONS : 1),
          headers: () => headers(tenant),
          // Each at its moment, whether or not those before it have been answered.
          before: async (n) => {
            const wait = began + (n * isolates.length + i) * everyMs - performance.now();
            if (wait > 0 && Number.isFinite(wait)) await sleep(wait);
          },
        }),
    ),
  );
  const minutes = (performance.now() - began) / 60_000;
  const [allowed, refused] = [sum(results, 200), sum(results, 429)];
  return { allowed, refused, calls: await callsOf(isolates), perMinute: (allowed + refused) / minutes };
}

/** Sends writes, which no route takes, and which count all the same; gives how many were counted. */
async function writes(address: URL, tenant: string, requests: number): Promise<number> {
  const url = new URL("/", address);
  const { statuses } = await load({
    url,
    requests,
    connections: 1,
    method: "POST",
    headers: () => headers(tenant),
  });
  return requests - (statuses[429] ?? 0);
}

function headers(tenant: string): Record<string, string> {
  readers = (readers + 1) % 1_000;
  const address = `10.0.${readers >> 8}.${readers & 255}`;
  // Fetched ahead, so that it is not counted as a view: that would be a call of its own, after the answer.
  return { host: `${tenant}.grove.localhost`, "cf-connecting-ip": address, "sec-purpose": "prefetch" };
}

function sum(results: readonly LoadResult[], status: number): number {
  return results.reduce((total, { statuses }) => total + (statuses[status] ?? 0), 0);
}

/** The calls since they were last asked for. */
async function callsOf(isolates: readonly URL[]): Promise<number> {
  let calls = 0;
  for (const address of isolates) {
    const answer = await fetch(address, { headers: { "x-bench-calls": "1" } });
    calls += (await answer.json<{ calls: number }>()).calls;
  }
  return calls;
}

try {
  const requests = (PER_MINUTE * SECONDS) / 60;
  const [first] = addresses;
  if (!first) throw new Error("Cannot measure: no Worker runs");
  for (const tenant of ["t0", "t1"]) await count(tenant, addresses, { requests: 400 }); // Made, compiled, and the leases begun.
  const object = ["TenantDO", "tenant:t0"] as const;
  const before = await grove.changesOf(...object);
  const one = await count("t0", [first], { requests, perMinute: PER_MINUTE });
  const rows = (await grove.changesOf(...object)) - before;
  // Writes are counted by the hour, so each must leave a row: the control of the figure above.
  const control = await writes(first, "t0", 20);
  const kept = (await grove.changesOf(...object)) - before - rows;
  const eight = await count("t1", addresses, { requests, perMinute: PER_MINUTE });
  // A hundred at once use up a seedling's minute, and one more tells the isolate so.
  await count("small", [first], { requests: 100 + CONNECTIONS });
  const over = await count("small", [first], { requests: 1_000 });
  const per100 = ({ calls, allowed }: Count): number => (calls * 100) / allowed;
  publish({
    part: `calls: object calls under a lease, ${PER_MINUTE} requests a minute for one key`,
    figures: [
      {
        what: "calls for 100 allowed requests, one isolate",
        value: per100(one),
        unit: "",
        bar: { atMost: 2 },
      },
      { what: "requests that came to it, a minute", value: one.perMinute, unit: "" },
      { what: `the same, ${ISOLATES} isolates that share the limit`, value: per100(eight), unit: "" },
      { what: "requests that came to them, a minute", value: eight.perMinute, unit: "" },
      {
        what: `rows that the object wrote for ${one.allowed} allowed requests`,
        value: rows,
        unit: "",
        bar: { atMost: 0 },
      },
      { what: `the same for ${control} writes, whose window is an hour`, value: kept, unit: "" },
      {
        what: `calls for ${over.refused} requests of a key already refused`,
        value: over.calls,
        unit: "",
        bar: { atMost: 0 },
      },
    ],
    details: { one, eight, over },
  });
} finally {
  await grove.stop();
}
