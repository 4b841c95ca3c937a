import { DurableObject } from "cloudflare:workers";
import { DurableObjectRateLimiter, DurableObjectStore } from "@hono-rate-limiter/cloudflare";
import type { Context } from "hono";
import type { GroveEnv } from "../../../src/grove/context.ts";
import { askTenantLayer } from "../../../src/grove/middleware/tenant-layer.ts";
import { tenantObject } from "../../../src/grove/tenancy/tenant-object.ts";

export * from "../../../src/grove/worker.ts";
// As its README has it, and once more with the storage that new objects get.
export { DurableObjectRateLimiter, DurableObjectRateLimiter as DurableObjectRateLimiterOnSql };

/** What any call to any object costs. */
export class Silent extends DurableObject {
  answer(): boolean {
    return true;
  }
}

interface BenchEnv extends Env {
  readonly SILENT: DurableObjectNamespace<Silent>;
  readonly PEER: DurableObjectNamespace<DurableObjectRateLimiter>;
  readonly PEER_ON_SQL: DurableObjectNamespace<DurableObjectRateLimiter>;
}

/** One decision about `key`, made as whoever uses it would make it. */
type Decide = (env: BenchEnv, key: string) => Promise<boolean>;

const LIMIT = 5_000;
const WINDOW_MS = 60_000;

const three = ["endpoint", "user", "login"].map((name) => ({
  policy: { name, limit: LIMIT, windowMs: WINDOW_MS },
  key: "same",
}));

const UPSERT = `
  INSERT INTO bench_hits (key, minute, hits) VALUES (?, ?, 1)
  ON CONFLICT (key, minute) DO UPDATE SET hits = hits + 1
  RETURNING hits`;

const SHAPES: Readonly<Record<string, Decide>> = {
  async ours(env, key) {
    const check = await tenantObject(env, key).checkTenantRateLimit({ category: "requests" });
    if (check.kind !== "counted") throw new Error(`Cannot measure: the object answered ${check.kind}`);
    return check.verdict.kind === "allowed";
  },
  async "ours, four limits"(env, key) {
    const check = await tenantObject(env, key).checkTenantRateLimit({ category: "requests", claims: three });
    return check.kind === "counted" && check.verdict.kind === "allowed";
  },
  async "ours, leased"(env, key) {
    const executionCtx = { waitUntil: () => undefined };
    const c = { env, executionCtx } as unknown as Context<GroveEnv>;
    const answer = await askTenantLayer(c, { subdomain: key, category: "requests", claims: [] });
    return answer.kind === "allowed";
  },
  peer: (env, key) => increment(env.PEER, key),
  "peer on sql": (env, key) => increment(env.PEER_ON_SQL, key),
  async upsert({ DB }, key) {
    const minute = Math.floor(Date.now() / WINDOW_MS);
    const row = await DB.prepare(UPSERT).bind(key, minute).first<{ hits: number }>();
    return (row?.hits ?? 0) <= LIMIT;
  },
  silent: async ({ SILENT }, key) => await SILENT.getByName(key).answer(),
  nothing: async () => true,
};

async function increment(namespace: BenchEnv["PEER"], key: string): Promise<boolean> {
  const store = new DurableObjectStore({ namespace });
  store.init({ windowMs: WINDOW_MS });
  const { totalHits } = await store.increment(key);
  return totalHits <= LIMIT;
}

/** `?shape=ours&key=t0&decisions=1000&at-once=50`: makes them, and answers with the milliseconds that each took. */
export default {
  async fetch(request: Request, env: BenchEnv): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const shape = searchParams.get("shape") ?? "";
    if (shape === "prepare") return await prepare(env);
    const decide = SHAPES[shape];
    if (!decide) return new Response(`There is no shape "${shape}"`, { status: 400 });
    const key = searchParams.get("key") ?? "";
    const decisions = Number(searchParams.get("decisions"));
    const atOnce = Number(searchParams.get("at-once"));

    const waits: number[] = [];
    let refused = 0;
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let i = 0; i < decisions / atOnce; i++) {
          const began = performance.now();
          if (!(await decide(env, key))) refused += 1;
          waits.push(performance.now() - began);
        }
      }),
    );
    return Response.json({ waits, refused });
  },
};

async function prepare({ DB }: BenchEnv): Promise<Response> {
  await DB.prepare(
    "CREATE TABLE bench_hits (key TEXT NOT NULL, minute INTEGER NOT NULL, hits INTEGER NOT NULL, PRIMARY KEY (key, minute)) STRICT, WITHOUT ROWID",
  ).run();
  return new Response();
}
