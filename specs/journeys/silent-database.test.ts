import { env } from "cloudflare:workers";
import { app } from "#grove/app";
import { Problem } from "#grove/contracts/problem";
import { clientAddress, newMember, newSilence, newTenant, type Silence } from "#specs/fixtures";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** The database, from the question of this number on without an answer. */
function silentFrom(question: number, silence: Silence): Env["DB"] {
  let asked = 0;
  const prepare = (sql: string) => ({
    bind: (...values: unknown[]) => ({
      async first(column?: string) {
        asked += 1;
        if (asked >= question) return await silence.keep();
        const bound = env.DB.prepare(sql).bind(...values);
        return await (column === undefined ? bound.first() : bound.first(column));
      },
    }),
  });
  return { prepare } as unknown as Env["DB"];
}

/** Sends a request to a Worker of which some bindings are others. */
async function send(bindings: object, url: string, init: RequestInit = {}): Promise<Response> {
  const sent = new Request(url, init);
  sent.headers.set("cf-connecting-ip", clientAddress());
  return await app.fetch(sent, { ...env, ...bindings });
}

async function expectUnavailable(answer: Response): Promise<void> {
  const told = Problem.parse(await answer.json());
  expect([answer.status, told.title]).toEqual([503, "This cannot be answered just now"]);
  expect(answer.headers.get("retry-after")).toBe(String(told.retryAfter));
}

test("while neither object nor database answers nobody is let pass: whose blog it is cannot be told", async () => {
  const { origin } = await newTenant();
  const silence = newSilence();
  const TENANTS = { getByName: () => ({ checkTenantRateLimit: async () => await silence.keep() }) };

  await expectUnavailable(await send({ TENANTS, DB: silentFrom(1, silence) }, origin));
  expect(silence.waits).toEqual([1_000, 1_000]);
});

test("a session that does not hold, for a name that cannot be looked up, is not waited for", async () => {
  const { path } = await newMember();
  const silence = newSilence();
  const url = `http://grove.localhost${path}/requests`;
  const headers = { Authorization: `Bearer ${"x".repeat(43)}` };

  await expectUnavailable(await send({ DB: silentFrom(1, silence) }, url, { headers }));
  expect(silence.waits).toEqual([1_000, 1_000]);
});

test.for([
  ["whose blog it is", 1],
  ["whose account it is", 2],
] as const)("nobody signs in while the database does not say %s", async ([, question]) => {
  const { origin, ownerId } = await newTenant();
  const silence = newSilence();
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: ownerId }),
  };

  await expectUnavailable(await send({ DB: silentFrom(question, silence) }, `${origin}/api/session`, init));
  expect(silence.waits).toHaveLength(question);
});

test("nor to a sandbox while the database does not have its account", async () => {
  const { path, passphrase } = await newMember();
  const silence = newSilence();
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ passphrase }),
  };
  const url = `http://grove.localhost${path}/sessions`;

  await expectUnavailable(await send({ DB: silentFrom(1, silence) }, url, init));
  expect(silence.waits).toEqual([1_000]);
});

test.for([
  ["a blog", async () => `${(await newTenant()).origin}/api/limits`],
  ["a sandbox", async () => `http://grove.localhost${(await newMember()).path}`],
] as const)("where %s stands is not waited for while its object does not say", async ([, urlOf]) => {
  const url = await urlOf();
  const silence = newSilence();
  const getByName = (name: string) => {
    const object = env.TENANTS.getByName(name);
    return new Proxy(object, {
      get: (target, method) =>
        method === "getRateLimitState"
          ? async () => await silence.keep()
          : (...args: unknown[]) =>
              (target as unknown as Record<PropertyKey, (...all: unknown[]) => unknown>)[method]?.(...args),
    });
  };

  await expectUnavailable(await send({ TENANTS: { getByName } }, url));
  expect(silence.waits.at(-1)).toBe(1_000);
});
