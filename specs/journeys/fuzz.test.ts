import { exports } from "cloudflare:workers";
import { Sandbox } from "#grove/contracts/sandbox";
import { newClient, newMember, newPost, newTenant, operatorHeaders, site } from "#specs/fixtures";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DESK_AIMS } from "./fuzz.desk.ts";
import { shotsAt, type Shot } from "./fuzz.requests.ts";
import { newDesk } from "./fuzz.world.ts";

// VITE_FUZZ_REQUESTS=100000 npm run specs -- fuzz   sends more;   VITE_FUZZ_SEED=… repeats a run.
const settings = (import.meta as { env?: Record<string, string> }).env ?? {};
const REQUESTS = Number(settings["VITE_FUZZ_REQUESTS"] ?? 5_000);
const SEED = Number(settings["VITE_FUZZ_SEED"] ?? Date.now() % 2 ** 31);
const AT_ONCE = 25;

/** All that answer from the Worker itself; the site's pages need a build. */
const ROUTES = [
  "home",
  "post",
  "feed",
  "limits",
  "style",
  "icon",
  "health",
  "sandboxes",
  "sandbox",
  "sandbox requests",
  "notes",
  "reactions",
  "comments",
  "outbox",
  "flush",
  "sessions",
  "operator",
  ...DESK_AIMS,
  "www",
];

interface Hit {
  readonly shot: Shot;
  readonly status: number;
  readonly isMarked: boolean;
  /** Whether the Worker failed: a user who has gone past their limits is told to slow down, and that is no failure. */
  readonly isFailure: boolean;
}

async function fire(shot: Shot): Promise<Hit> {
  const answer = await exports.default.fetch(new Request(shot.url, shot.init));
  const body = await answer.text();
  const isFailure = answer.status >= 500 && !body.includes("#temporary-reduced-capacity");
  const isMarked =
    answer.headers.has("x-request-id") && answer.headers.get("x-content-type-options") === "nosniff";
  return { shot, status: answer.status, isMarked, isFailure };
}

async function makeTargets(): Promise<Parameters<typeof shotsAt>[0]> {
  const slug = "fuzzed";
  const tenants = await Promise.all(
    Array.from({ length: 20 }, async () => await newTenant({ tier: "evergreen" })),
  );
  await Promise.all(tenants.map(async (tenant) => await newPost(tenant, { slug })));
  const sandboxes = [];
  for (let made = 0; made < 5; made++) {
    newClient();
    const answer = await site("/api/sandboxes", {
      method: "POST",
      body: JSON.stringify({ tier: "evergreen" }),
      headers: { "Content-Type": "application/json" },
    });
    sandboxes.push(Sandbox.parse(await answer.json()).id);
  }
  const members = await Promise.all([1, 2, 3, 4].map(async () => await newMember()));
  const accounts = members.map(({ id, passphrase, headers }) => {
    return { id, passphrase, session: headers.Authorization.slice("Bearer ".length) };
  });
  const desks = await Promise.all([1, 2, 3, 4].map(async () => await newDesk()));
  return { tenants, sandboxes, accounts, desks, slug, operator: operatorHeaders().Authorization };
}

test(
  `no request makes the Worker fail (seed ${SEED}, ${REQUESTS} requests)`,
  { timeout: 600_000 },
  async () => {
    const shots = fc.sample(shotsAt(await makeTargets()), { numRuns: REQUESTS, seed: SEED });
    const hits: Hit[] = [];
    for (let first = 0; first < shots.length; first += AT_ONCE) {
      hits.push(...(await Promise.all(shots.slice(first, first + AT_ONCE).map(fire))));
    }
    const got = Map.groupBy(hits, ({ status }) => status);
    const summary = [...got].map(([status, { length }]) => `${status}: ${length}`).toSorted();
    console.log(`fuzz: seed ${SEED}, ${hits.length} requests; ${summary.join(", ")}`);
    const reached = new Set(hits.filter(({ status }) => status < 400).map(({ shot }) => shot.aim));

    expect(hits).toHaveLength(REQUESTS);
    expect(hits.filter(({ isFailure }) => isFailure)).toEqual([]);
    expect(hits.filter(({ isMarked }) => !isMarked)).toEqual([]);
    expect(ROUTES.filter((route) => !reached.has(route))).toEqual([]);
    expect(got.get(429)?.length ?? 0).toBeLessThan(REQUESTS / 4);
  },
);
