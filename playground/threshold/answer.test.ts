import { expect, test } from "vitest";
import { type Answer, inDecisionOrder } from "./answer.ts";
import { simulate } from "./simulated.ts";

test("puts answers that overtook each other back in the order they were decided", async () => {
  const source = simulate("seedling", "requests");
  const decided: Answer[] = [];
  for (let second = 0; second < 90; second++) decided.push(...(await source.send(3, second * 1000)).answers);
  const tell = ({ reset, kind, remaining }: Answer): string => `${reset} ${kind} ${remaining}`;

  const arrived = decided.toSorted((a, b) => hash(tell(a)) - hash(tell(b)));

  expect(arrived.map(tell)).not.toEqual(decided.map(tell));
  expect(inDecisionOrder(arrived).map(tell)).toEqual(decided.map(tell));
});

/** Disorder that is the same in every run. */
function hash(text: string): number {
  return new TextEncoder().encode(text).reduce((sum, byte) => (sum * 31 + byte) % 9973, 7);
}
