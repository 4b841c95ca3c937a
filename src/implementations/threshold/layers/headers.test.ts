import { parseList } from "structured-headers";
import { expect, test } from "vitest";
import { rateLimitHeaders } from "./headers.ts";

const policy = { limit: 100, windowMs: 60_000 };

test("writes structured fields that a standard parser reads back", () => {
  const decision = { kind: "allowed", used: 1, remaining: 99, nextAt: 61_000 } as const;
  const headers = rateLimitHeaders('a "quoted" \\ name', policy, { decision, now: 500 });

  const [policyItem] = parseList(headers["RateLimit-Policy"]!);
  const [limitItem] = parseList(headers["RateLimit"]!);

  expect(policyItem).toEqual([
    'a "quoted" \\ name',
    new Map([
      ["q", 100],
      ["w", 60],
    ]),
  ]);
  expect(limitItem).toEqual([
    'a "quoted" \\ name',
    new Map([
      ["r", 99],
      ["t", 61],
    ]),
  ]);
});

test("never names a time to retry that is too early", () => {
  const decision = { kind: "refused", retryAt: 61_001 } as const;
  const headers = rateLimitHeaders("requests", policy, { decision, now: 60_000 });

  expect(headers["Retry-After"]).toBe("2");
  expect(headers["X-RateLimit-Reset"]).toBe("62");
});

test("names no time at all where nothing ever comes back", () => {
  const decision = { kind: "refused", retryAt: Infinity } as const;
  const headers = rateLimitHeaders("ai", { limit: 0, windowMs: 60_000 }, { decision, now: 0 });

  expect(headers).toEqual({
    "RateLimit-Policy": '"ai";q=0;w=60',
    RateLimit: '"ai";r=0',
    "X-RateLimit-Limit": "0",
    "X-RateLimit-Remaining": "0",
    "Cache-Control": "no-store",
  });
});
