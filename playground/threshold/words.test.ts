import { expect, test } from "vitest";
import { inWords } from "./words.ts";

test.for([
  [-1, "0 s"],
  [1, "1 s"],
  [119_000, "119 s"],
  [120_000, "2 min"],
  [120_001, "3 min"],
  [86_400_000, "24 h"],
] as const)("never says that a span of %i ms is shorter than it is: %s", ([ms, words]) => {
  expect(inWords(ms)).toBe(words);
});
