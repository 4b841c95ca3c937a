import { expect, test } from "vitest";
import { synonymsOf, wordsOf } from "./query.ts";

test.for([
  [
    "words that every sentence has are left out",
    "Why does my app drain the battery?",
    ["app", "drain", "battery"],
  ],
  ["a word counts once", "retry, then Retry", ["retry"]],
  ["a query of common words alone keeps them", "what is it", ["what", "is", "it"]],
  ["a number is a word, a single letter is not", "b 2 2PC", ["2", "2pc"]],
  ["a name that engineers use is put into plain words", "noisy neighbour", ["tenant", "resource"]],
  ["signs alone are no words", "?!", []],
] as const)("%s", ([, query, words]) => {
  expect(wordsOf(query)).toEqual(words);
});

test("another word is found whatever the ending of the one that was typed", () => {
  expect(synonymsOf("charges")).toEqual(synonymsOf("charged"));
  expect(synonymsOf("charged")).toContain("paid");
});

test("a word of several groups has the others of each, once, and not itself", () => {
  const others = synonymsOf("old");

  expect(others).toContain("legacy");
  expect(others).toContain("stale");
  expect(others).not.toContain("old");
  expect(new Set(others).size).toBe(others.length);
});

test("a word that nobody says otherwise has no others", () => {
  expect(synonymsOf("geohash")).toEqual([]);
});
