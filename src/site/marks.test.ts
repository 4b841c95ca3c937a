import { expect, test } from "vitest";
import { MARKS, readMark } from "./marks.ts";

test("gives the mark that it is asked for", () => {
  expect(readMark("loom")).toBe(MARKS["loom"]);
});

test("shows no other mark for a name without one", () => {
  expect(() => readMark("no-such-mark")).toThrow('Cannot show a mark: none is called "no-such-mark"');
});

test.for(Object.entries(MARKS))("the numbers of %s have one dot each and no idle noughts", ([, shapes]) => {
  const numbers = [...shapes.matchAll(/\.\d+/g)].map(([digits]) => digits);

  expect(numbers.filter((digits) => digits.endsWith("0"))).toEqual([]);
});
