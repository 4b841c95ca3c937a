import { expect, test } from "vitest";
import { recentNames } from "./recent-names.ts";

test("has a name until its time is over", () => {
  const names = recentNames({ most: 2, forMs: 10 });
  names.add("a", 100);

  expect(names.has("a", 109)).toBe(true);
  expect(names.has("a", 110)).toBe(false);
  expect(names.has("b", 109)).toBe(false);
});

test("never holds more than it may, and forgets the one added longest ago", () => {
  const names = recentNames({ most: 2, forMs: 10 });
  names.add("a", 0);
  names.add("b", 0);
  names.add("a", 1);
  names.add("c", 1);

  expect(["a", "b", "c"].filter((name) => names.has(name, 2))).toEqual(["a", "c"]);
});
