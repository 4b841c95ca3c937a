import { expect, test } from "vitest";
import { CATEGORIES, categorize, TIER_LIMITS, TIERS } from "./tiers.ts";

test("a request belongs to the rarest category that fits it", () => {
  expect(categorize("GET", "/api/ai")).toBe("ai");
  expect(categorize("POST", "/api/wisp/chat")).toBe("ai");
  expect(categorize("POST", "/api/images")).toBe("uploads");
  expect(categorize("GET", "/api/images/7")).toBe("requests");
  expect(categorize("PATCH", "/api/posts/7")).toBe("writes");
  expect(categorize("GET", "/")).toBe("requests");
});

test("a folder's name is not the beginning of another's", () => {
  expect(categorize("GET", "/api/aid")).toBe("requests");
  expect(categorize("POST", "/api/uploads-of-old")).toBe("writes");
  expect(categorize("GET", "/blog/api/ai")).toBe("requests");
});

test("escapes in a path do not change its category", () => {
  expect(categorize("POST", "/%61pi/ai")).toBe("ai");
  expect(categorize("POST", "/api/%75pload/7")).toBe("uploads");
});

test("a larger plan is never smaller in anything", () => {
  const limits = CATEGORIES.map((category) => TIERS.map((tier) => TIER_LIMITS[tier][category].limit));

  expect(limits.map((of) => of.toSorted((a, b) => a - b))).toEqual(limits);
});
