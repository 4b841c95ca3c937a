import { expect, test } from "vitest";
import { isDurable } from "./policy.ts";

test("windows longer than a minute are kept, and others are not", () => {
  const durable = [1_000, 60_000, 60_001, 3_600_000, 86_400_000].map((windowMs) =>
    isDurable({ limit: 1, windowMs }),
  );

  expect(durable).toEqual([false, false, true, true, true]);
});
