import fc from "fast-check";
import { parseList, serializeList } from "structured-headers";
import { expect, test } from "vitest";
import { rateLimitHeaders } from "./headers.ts";
import type { Policy, Standing } from "./policy.ts";

const NOON = 43_200_000;
const REQUESTS: Policy = { name: "requests", limit: 100, windowMs: 60_000 };
const WRITES: Policy = { name: "writes", limit: 50, windowMs: 3_600_000 };

const names = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
});

const standings = fc.array(
  fc
    .record({ name: names, limit: fc.nat(2 ** 32 - 1), windowMs: fc.integer({ min: 60, max: 10 ** 9 }) })
    .chain((policy) =>
      fc.nat(policy.limit).chain((used) =>
        fc.record({
          policy: fc.constant<Policy>(policy),
          used: fc.constant(used),
          remaining: fc.constant(policy.limit - used),
          nextAt: used === 0 ? fc.constant(undefined) : fc.integer({ min: NOON + 1, max: NOON + 10 ** 9 }),
        }),
      ),
    ),
  { minLength: 1, maxLength: 8 },
);

test("any standings are read back by a standard parser as they were, and written again the same", () => {
  const property = fc.property(standings, (told: readonly Standing[]) => {
    const headers = rateLimitHeaders({ standings: told, now: NOON });
    const [policies, limits] = [headers["RateLimit-Policy"]!, headers["RateLimit"]!];

    expect(parseList(policies)).toEqual(
      told.map(({ policy: { name, limit, windowMs } }) => [
        name,
        new Map([
          ["q", limit],
          ["w", Math.ceil(windowMs / 1_000)],
        ]),
      ]),
    );
    expect(parseList(limits)).toEqual(
      told.map(({ policy, remaining, nextAt }) => {
        const parameters = new Map([["r", remaining]]);
        if (nextAt !== undefined) parameters.set("t", Math.ceil((nextAt - NOON) / 1_000));
        return [policy.name, parameters];
      }),
    );
    expect([serializeList(parseList(policies)), serializeList(parseList(limits))]).toEqual([
      policies,
      limits,
    ]);
  });
  fc.assert(property, { seed: 20_261_121, numRuns: 500 });
});

test("tells of every layer, and in the older fields of the one with the least left", () => {
  const headers = rateLimitHeaders({
    standings: [
      { policy: REQUESTS, used: 40, remaining: 60, nextAt: NOON + 30_000 },
      { policy: WRITES, used: 49, remaining: 1, nextAt: NOON + 90_001 },
    ],
    now: NOON,
  });

  expect(headers).toEqual({
    "RateLimit-Policy": '"requests";q=100;w=60, "writes";q=50;w=3600',
    RateLimit: '"requests";r=60;t=30, "writes";r=1;t=91',
    "X-RateLimit-Limit": "50",
    "X-RateLimit-Remaining": "1",
    "X-RateLimit-Reset": String(NOON / 1_000 + 91),
  });
});

test("never names a time to retry that is too early", () => {
  const standing = { policy: REQUESTS, used: 100, remaining: 0, nextAt: NOON + 1_001 };
  const headers = rateLimitHeaders({ standings: [standing], now: NOON, retryAt: NOON + 1_001 });
  const late = rateLimitHeaders({ standings: [standing], now: NOON + 5_000, retryAt: NOON + 1_001 });

  expect(headers["Retry-After"]).toBe("2");
  expect(headers["X-RateLimit-Reset"]).toBe(String(NOON / 1_000 + 2));
  expect(headers["Cache-Control"]).toBe("no-store");
  expect(late["Retry-After"]).toBe("0");
});

test("names no time at all where nothing ever comes back", () => {
  const never = { name: "ai", limit: 0, windowMs: 60_000 };
  const standing = { policy: never, used: 0, remaining: 0, nextAt: undefined };

  expect(rateLimitHeaders({ standings: [standing], now: 0, retryAt: Infinity })).toEqual({
    "RateLimit-Policy": '"ai";q=0;w=60',
    RateLimit: '"ai";r=0',
    "X-RateLimit-Limit": "0",
    "X-RateLimit-Remaining": "0",
    "Cache-Control": "no-store",
  });
});

test("says nothing of what is only tried out", () => {
  const tried = { policy: { ...WRITES, isDryRun: true }, used: 50, remaining: 0, nextAt: NOON + 1 };
  const real = { policy: REQUESTS, used: 1, remaining: 99, nextAt: NOON + 1 };

  expect(rateLimitHeaders({ standings: [tried], now: NOON })).toEqual({});
  expect(rateLimitHeaders({ standings: [tried, real], now: NOON })).toMatchObject({
    RateLimit: '"requests";r=99;t=1',
    "X-RateLimit-Remaining": "99",
  });
});
