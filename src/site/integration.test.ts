import { expect, test } from "vitest";
import { integrationCell } from "./integration.ts";

test("a direct use is to come until the pattern and the thing that uses it both exist", () => {
  expect(integrationCell("direct", { pattern: true, column: true })).toBe("direct");
  expect(integrationCell("direct", { pattern: true, column: false })).toBe("to come");
  expect(integrationCell("direct", { pattern: false, column: true })).toBe("to come");
});

test("what is indirect or absent needs nothing to exist", () => {
  expect(integrationCell("indirect", { pattern: false, column: false })).toBe("indirect");
  expect(integrationCell("none", { pattern: false, column: false })).toBe("none");
});
