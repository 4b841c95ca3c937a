import { request } from "node:http";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { type Shot, shotsAt } from "../journeys/fuzz.requests.ts";

// The journeys fuzz the Worker itself; this is the same over a socket, with the built site behind it.
const REQUESTS = 600;
const SEED = Date.now() % 2 ** 31;
const AT_ONCE = 10;

interface Hit {
  readonly shot: Shot;
  /** 0 if no answer came. */
  readonly status: number;
  /** Whether the Worker answered, and not the local server in front of it, which refuses some methods by itself. */
  readonly isWorkers: boolean;
}

/** Sends a shot to the served Worker under the host it names, on a connection of its own. */
async function fire(shot: Shot): Promise<Hit> {
  const { url, init } = shot;
  const { host, pathname, search } = new URL(url);
  const { "content-length": _, ...headers } = Object.fromEntries(new Headers(init.headers));
  const body = init.body ? await new Response(init.body).text() : undefined;
  return await new Promise((resolve) => {
    const sent = request(
      {
        agent: false,
        host: "localhost",
        port: inject("port"),
        method: init.method,
        path: pathname + search,
        headers: { ...headers, host },
        timeout: 20_000,
      },
      (answer) => {
        const isWorkers = "x-request-id" in answer.headers;
        answer.resume().once("end", () => resolve({ shot, status: answer.statusCode ?? 0, isWorkers }));
      },
    );
    sent.once("error", () => resolve({ shot, status: 0, isWorkers: false }));
    sent.once("timeout", () => sent.destroy());
    sent.end(body);
  });
}

test(`no request over a socket makes the served Worker fail (seed ${SEED})`, async () => {
  const roomy = inject("tenants").filter(({ tier }) => tier === "evergreen");
  const tenants = roomy.map(({ subdomain }) => ({ id: subdomain, subdomain, origin: "", ownerId: "" }));
  const targets = {
    tenants,
    sandboxes: ["sandbox-aaaaaaaaaaaa"],
    accounts: [],
    desks: [],
    slug: "the-worn-e",
    operator: "",
  };
  // Other checks make sandboxes in the same Worker, and there are only so many.
  const shots = fc
    .sample(shotsAt(targets), { numRuns: REQUESTS, seed: SEED })
    .filter(({ aim }) => aim !== "sandboxes");
  const hits: Hit[] = [];
  for (let first = 0; first < shots.length; first += AT_ONCE) {
    hits.push(...(await Promise.all(shots.slice(first, first + AT_ONCE).map(fire))));
  }
  const reached = new Set(hits.filter(({ status }) => status === 200).map(({ shot }) => shot.aim));

  expect(hits.filter(({ status, isWorkers }) => isWorkers && status >= 500)).toEqual([]);
  expect(hits.filter(({ isWorkers }) => isWorkers).length).toBeGreaterThan(hits.length * 0.9);
  expect([...reached]).toEqual(expect.arrayContaining(["site", "home", "post", "feed", "limits", "health"]));
});
