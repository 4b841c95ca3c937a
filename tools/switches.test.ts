import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { applyEdit, describeMutant, findMutants } from "./mutants/find.ts";
import { withSwitches } from "./mutants/switches.ts";

/** Each way to nest what is changed: in what else is changed, before an `else`, in a chain, a key, a default. */
const NESTED = `
  const LIMIT = 2;
  function count(most, step = 1) {
    let n = 0;
    for (let i = 0; i < most; i += step) {
      turn(); if (i % 2 === 0 && !(i > 4)) n += Math.max(i - 1, 0) * 3;
      else if (i === 5) continue; else n++;
      if (n > 40) break;
    }
    return n;
  }
  class Box {
    held = 3;
    take(by) { if (by > this.held) return undefined; this.held -= by; return this.held; }
  }
  const box = new Box();
  function say() {
    all(count(8), count(3, LIMIT), [1, 2].map((x) => x > 1 ? -x : { 7: x, [x + 1]: true }));
    all(box?.take(1), box?.list?.some(Boolean) ?? "none", box.take(9) || box.take(2), LIMIT);
  }
  say();
`;

/** What goes round more often than that does so for ever. */
const MOST_TURNS = 1_000;

/** What has run before a switch could be set, and a name of a member. */
const APART = ["a.ts:2:17 2 -> 3", "a.ts:13:12 3 -> 4", "a.ts:18:69 7 -> 8", "a.ts:21:3 say(); -> (nothing)"];

test("a switch turns on what a mutant of its own would be, and nothing else", () => {
  const saidBy = (code: string, active = -1): string => {
    const said: unknown[] = [];
    let turns = 0;
    const turn = (): void => {
      if (++turns > MOST_TURNS) throw new Error("it goes round for ever");
    };
    try {
      const asks = (number: number): boolean => number === active;
      runInNewContext(code, { all: (...values: unknown[]) => said.push(...values), asks, turn });
    } catch (error) {
      said.push(String(error));
    }
    return JSON.stringify(said);
  };
  const mutants = findMutants("a.ts", NESTED);
  const { code, switched } = withSwitches(
    { code: NESTED, numbers: new Map(mutants.map((mutant, number) => [mutant, number])) },
    "asks",
  );

  expect(saidBy(code)).toBe(saidBy(NESTED));
  const apart = mutants.filter((_, number) => !switched.has(number)).map(describeMutant);
  expect(apart).toEqual(APART);
  for (const number of switched) {
    const mutant = mutants[number]!;
    expect(saidBy(code, number), describeMutant(mutant)).toBe(saidBy(applyEdit(NESTED, mutant)));
  }
});
