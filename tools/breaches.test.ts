import { expect, test } from "vitest";
import { BREACHES } from "../specs/isolation/breaches.ts";
import { breached } from "./breaches.ts";

test("every breach of the scoper replaces something that is there, once", () => {
  expect(BREACHES.length).toBeGreaterThanOrEqual(30);
  for (const breach of BREACHES) expect(breached(breach)).not.toBe("");
  expect(new Set(BREACHES.map(({ says }) => says)).size).toBe(BREACHES.length);
});
