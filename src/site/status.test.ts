import { expect, test } from "vitest";
import { patternStatus } from "./status.ts";

const passed = { state: "passed" } as const;
const failed = { state: "failed" } as const;
const written = ["Purpose", "Architecture", "Specification"];

test("is verified when it is implemented and every spec passed", () => {
  const status = patternStatus({ hasImplementation: true, headings: written, results: [passed, passed] });

  expect(status).toBe("verified");
});

test.each([
  ["one spec failed", [passed, failed]],
  ["the page has no spec", []],
  ["the report is missing or stale", undefined],
])("is only implemented when %s", (_, results) => {
  expect(patternStatus({ hasImplementation: true, headings: written, results })).toBe("implemented");
});

test("is described when only its architecture and specification are written", () => {
  expect(patternStatus({ hasImplementation: false, headings: written, results: [] })).toBe("described");
});

test("is planned when less than that is written", () => {
  const status = patternStatus({ hasImplementation: false, headings: ["Purpose"], results: undefined });

  expect(status).toBe("planned");
});
